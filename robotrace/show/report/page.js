"use strict";
// Everything that comes from a run is put into the page as text: no innerHTML, no address, no event handler is made of it.
let data = { runs: [] };
const SVG = "http://www.w3.org/2000/svg";

function add(parent, name, text, kind) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  if (kind) made.className = kind;
  parent.append(made);
  return made;
}

function drawn(parent, name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent.append(made);
  return made;
}

function showCode(pre, play) {
  pre.replaceChildren();
  return play.code.map((pieces, index) => {
    const line = add(pre, "span", null, "line");
    line.dataset.number = index + 1;
    if (play.counts[index + 1]) line.dataset.count = play.counts[index + 1];
    for (const [kind, text] of pieces) add(line, "span", text, kind);
    return line;
  });
}

function showCurves(place, play) {
  place.replaceChildren();
  const cursors = [];
  for (const [name, rows] of Object.entries(play.fields)) {
    const flat = rows.flat(), low = Math.min(...flat), high = Math.max(...flat), span = high - low || 1;
    const figure = add(place, "figure");
    const svg = drawn(figure, "svg", { viewBox: "0 0 100 46", preserveAspectRatio: "none" });
    const x = (index) => (100 * index) / Math.max(1, rows.length - 1);
    (rows[0] || []).forEach((_, part) => {
      const path = rows.map((row, index) => `${index ? "L" : "M"}${x(index).toFixed(1)} ${(43 - (40 * (row[part] - low)) / span).toFixed(1)}`);
      drawn(svg, "path", { d: path.join(""), class: "abde"[part] });
    });
    const cursor = drawn(svg, "line", { y1: 0, y2: 46, x1: 0, x2: 0 });
    const words = add(figure, "figcaption");
    cursors.push((index) => {
      const at = Math.min(index, rows.length - 1);
      cursor.setAttribute("x1", x(at));
      cursor.setAttribute("x2", x(at));
      words.textContent = `${name} ${rows[at].join(" ")}`;
    });
  }
  return cursors;
}

function showRow(place, play, at) {
  place.replaceChildren();
  const table = add(place, "table"), head = add(add(table, "thead"), "tr"), row = add(add(table, "tbody"), "tr");
  const cell = (name, text) => { add(head, "th", name); add(row, "td", text); };
  cell("t", play.times[at]);
  for (const [name, rows] of Object.entries(play.fields)) cell(name, rows[Math.min(at, rows.length - 1)].join(" "));
  cell("line", play.lines[at] ?? "");
  cell("reward", play.rewards[at] === null ? "" : Number(play.rewards[at]).toPrecision(3));
}

class Pane {
  constructor(element, plays) {
    this.element = element;
    this.plays = plays;
    this.choice = element.querySelector("select");
    plays.forEach((play, index) => { add(this.choice, "option", play.title).value = index; });
  }
  open(index) {
    this.play = this.plays[index];
    this.choice.value = index;
    this.lines = showCode(this.element.querySelector(".code"), this.play);
    this.cursors = showCurves(this.element.querySelector(".curves"), this.play);
    this.element.querySelector(".feedback").textContent = [this.play.failure, this.play.feedback].filter(Boolean).join("\n\n");
  }
  get last() { return this.play.times.length - 1; }
  at(wanted) {
    const index = Math.min(wanted, this.last), play = this.play, pre = this.element.querySelector(".code");
    const image = this.element.querySelector("img"), time = play.times[index];
    const seen = play.pictures.filter(([moment]) => moment <= time).pop();
    image.hidden = !seen;
    if (seen && seen[1].startsWith("data:image/webp;base64,")) image.src = seen[1];
    const number = play.lines[index];
    this.lines.forEach((line, place) => line.classList.toggle("lit", place + 1 === number));
    const lit = this.lines[number - 1];
    if (lit && (lit.offsetTop < pre.scrollTop || lit.offsetTop > pre.scrollTop + pre.clientHeight - 30)) pre.scrollTop = lit.offsetTop - pre.clientHeight / 2;
    const line = number === null ? "" : `, line ${number}`;
    this.element.querySelector(".state").textContent = `t=${time}${line}: ${play.solved[index] ? "solved" : index === this.last ? "not solved" : "not solved yet"}`;
    this.cursors.forEach((move) => move(index));
    showRow(this.element.querySelector(".row"), play, index);
  }
}

class Player {
  constructor(element, run, number) {
    this.element = element;
    this.number = number;
    this.panes = [...element.querySelectorAll(".pane")].map((pane) => new Pane(pane, run.plays));
    this.scrub = element.querySelector(".scrub");
    this.two = element.querySelector(".two");
    this.go = element.querySelector(".go");
    element.hidden = false;
    this.panes.forEach((pane) => pane.choice.addEventListener("change", () => this.open(pane, Number(pane.choice.value))));
    this.scrub.addEventListener("input", () => this.at(Number(this.scrub.value)));
    this.two.addEventListener("change", () => this.arrange());
    this.go.addEventListener("click", () => (this.timer ? this.stop() : this.start()));
    this.panes.forEach((pane, place) => pane.open(Math.min(place, run.plays.length - 1)));
    this.arrange();
  }
  get shown() { return this.two.checked ? this.panes : this.panes.slice(0, 1); }
  arrange() {
    this.panes[1].element.hidden = !this.two.checked;
    this.element.querySelector(".panes").classList.toggle("one", !this.two.checked);
    this.at(0);
  }
  open(pane, index) { pane.open(index); this.at(0); }
  at(index) {
    this.scrub.max = Math.max(...this.shown.map((pane) => pane.last));
    this.scrub.value = index;
    this.shown.forEach((pane) => pane.at(index));
    this.element.querySelector(".time").textContent = `${index} of ${this.scrub.max}`;
  }
  start() {
    if (Number(this.scrub.value) >= Number(this.scrub.max)) this.at(0);
    this.go.textContent = "Stop";
    this.go.setAttribute("aria-pressed", "true");
    this.timer = setInterval(() => {
      if (Number(this.scrub.value) >= Number(this.scrub.max)) this.stop();
      else this.at(Number(this.scrub.value) + 1);
    }, 125);
  }
  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.go.textContent = "Play";
    this.go.setAttribute("aria-pressed", "false");
  }
}

function fill(details, one) {
  if (details.dataset.filled) return;
  details.dataset.filled = "yes";
  for (const words of [one.heldout && `held out: ${one.heldout}`, one.reason, ...one.failures]) if (words) add(details, "p", words);
  for (const [title, text] of [["what it changed", one.diff], ["the whole code", one.code], ["what was asked", one.prompt], ["what was answered", one.reply]]) {
    if (!text) continue;
    const part = add(details, "details");
    add(part, "summary", title);
    const pre = add(part, "pre");
    if (title !== "what it changed") { pre.textContent = text; continue; }
    part.open = true;
    for (const line of text.split("\n")) add(pre, "span", line + "\n", line.startsWith("+") ? "add" : line.startsWith("-") ? "drop" : "");
  }
}

let players = [];
function begin() {
  data = JSON.parse(document.getElementById("data").textContent);
  players.forEach((player) => player && player.stop());
  players = [];
  document.querySelectorAll("article.run").forEach(beginRun);
  document.querySelectorAll(".dot").forEach((dot) => dot.addEventListener("click", () => {
    const article = document.getElementById(`run-${Number(dot.dataset.run)}`);
    const details = article.querySelectorAll("details.candidate")[Number(dot.dataset.candidate)];
    details.open = true;
    details.scrollIntoView({ block: "center" });
  }));
  fromAddress();
}

function beginRun(article) {
  const number = Number(article.dataset.run), run = data.runs[number];
  const place = article.querySelector(".player");
  const player = place && run.plays.length ? new Player(place, run, number) : null;
  players[number] = player;
  article.querySelectorAll("details.candidate").forEach((details) => details.addEventListener("toggle", () => fill(details, run.candidates[Number(details.dataset.candidate)])));
  article.querySelectorAll(".map circle").forEach((dot) => {
    const index = player ? run.plays.findIndex((play) => play.best && play.split === run.split && play.goal === Number(dot.dataset.goal)) : -1;
    if (index < 0) return;
    dot.classList.add("kept");
    dot.setAttribute("tabindex", "0");
    dot.setAttribute("role", "button");
    const show = () => { player.open(player.panes[0], index); place.scrollIntoView({ block: "nearest" }); };
    dot.addEventListener("click", show);
    dot.addEventListener("keydown", (event) => { if (event.key === "Enter") show(); });
  });
}

// #run=0&play=1&beside=2&t=7&candidate=3 opens the page at a moment.
function fromAddress() {
  const wanted = new URLSearchParams(location.hash.slice(1)), number = Number(wanted.get("run") || 0), player = players[number];
  if (player && wanted.has("play")) player.panes[0].open(Math.min(Number(wanted.get("play")) || 0, player.panes[0].plays.length - 1));
  if (player && wanted.has("beside")) {
    player.panes[1].open(Math.min(Number(wanted.get("beside")) || 0, player.panes[1].plays.length - 1));
    player.two.checked = true;
  }
  if (player) player.arrange();
  if (player && wanted.has("t")) player.at(Math.min(Number(wanted.get("t")) || 0, Number(player.scrub.max)));
  const details = document.querySelectorAll(`#run-${number} details.candidate`)[Number(wanted.get("candidate") ?? -1)];
  if (details) details.open = true, fill(details, data.runs[number].candidates[Number(wanted.get("candidate"))]);
}
window.addEventListener("hashchange", fromAddress);
begin();
