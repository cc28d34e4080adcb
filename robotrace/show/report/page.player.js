// The player: an episode's pictures, the line of each timestep, the row of the trace, and each of its fields as a small curve.

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

function figure(value) {
  return value === null || value === undefined ? "" : Math.abs(value) < 1000 ? value.toFixed(3) : value.toPrecision(5);
}

// The row of the trace: a field a line, with its values at the timestep and its curve over the episode.
function showTrace(table, play, seek) {
  table.replaceChildren();
  const body = add(table, "tbody"), movers = [];
  for (const [name, rows] of [...Object.entries(play.fields), ["reward", play.rewards.map((value) => [value])]]) {
    const line = add(body, "tr"), width = (rows[0] || []).length, all = play.widths[name] || width;
    line.dataset.field = name;
    add(line, "th", name).scope = "row";
    const values = add(line, "td", null, "values"), parts = [];
    for (let part = 0; part < width; part += 1) parts.push(add(values, "span", null, "abcd"[part]));
    if (all > width) add(values, "span", `and ${all - width} more`, "more");
    const move = showCurve(add(line, "td", null, "spark"), rows, name, seek);
    movers.push((index) => {
      const at = Math.min(index, rows.length - 1);
      parts.forEach((place, part) => { place.textContent = figure(rows[at][part]); });
      move(at);
    });
  }
  return movers;
}

function showCurve(place, rows, name, seek) {
  const flat = rows.flat().filter((value) => value !== null), low = flat.reduce((a, b) => Math.min(a, b), Infinity);
  const span = flat.reduce((a, b) => Math.max(a, b), -Infinity) - low, last = Math.max(1, rows.length - 1);
  const kind = last > 200 ? "dense" : "sparse"; // what goes up and down at each step stays a line, not a block
  const svg = drawn(place, "svg", { class: kind, viewBox: "0 0 100 30", preserveAspectRatio: "none", role: "img", "aria-label": `${name} over the episode` });
  const x = (index) => (100 * index) / last, y = (value) => (span > 0 ? 27 - (24 * (value - low)) / span : 15);
  (rows[0] || []).forEach((_, part) => {
    const points = rows.map((row, index) => [x(index), row[part]]).filter(([, value]) => value !== null);
    drawn(svg, "path", { d: points.map(([at, value], index) => `${index ? "L" : "M"}${at.toFixed(1)} ${y(value).toFixed(1)}`).join(""), class: "abcd"[part] });
  });
  const cursor = drawn(svg, "line", { y1: 0, y2: 30, x1: 0, x2: 0 });
  const sought = (event) => {
    const box = svg.getBoundingClientRect();
    seek(Math.round(clipped((event.clientX - box.left) / box.width, 0, 1) * last));
  };
  svg.addEventListener("pointerdown", sought);
  svg.addEventListener("pointermove", (event) => { if (event.buttons === 1) sought(event); });
  return (at) => { for (const end of ["x1", "x2"]) cursor.setAttribute(end, x(at)); };
}

class Pane {
  constructor(element, plays, seek) {
    this.element = element;
    this.plays = plays;
    this.seek = seek;
    this.choice = element.querySelector("select");
    this.code = element.querySelector(".code");
    this.image = element.querySelector("img");
    this.state = element.querySelector(".state");
    plays.forEach((play, index) => { add(this.choice, "option", play.title).value = index; });
  }
  open(index) {
    this.play = this.plays[index];
    this.choice.value = index;
    this.element.querySelector(".chosen").textContent = this.play.title;
    this.lines = showCode(this.code, this.play);
    this.lit = null;
    this.movers = showTrace(this.element.querySelector(".trace"), this.play, this.seek);
    this.element.querySelector(".feedback").textContent = [this.play.failure, this.play.feedback].filter(Boolean).join("\n\n");
  }
  get last() { return this.play.times.length - 1; }
  at(wanted) {
    const index = Math.min(wanted, this.last), play = this.play, time = play.times[index], number = play.lines[index];
    const seen = play.pictures.filter(([moment]) => moment <= time).pop();
    this.image.hidden = !seen;
    if (seen && seen[1].startsWith("data:image/webp;base64,")) this.image.src = seen[1];
    this.light(this.lines[number - 1]);
    const line = number === null ? "" : `, line ${number}`;
    this.state.textContent = `t=${time}${line}: ${play.solved[index] ? "solved" : index === this.last ? "not solved" : "not solved yet"}`;
    this.movers.forEach((move) => move(index));
  }
  light(line) {
    if (this.lit) this.lit.classList.remove("lit");
    this.lit = line;
    if (!line) return;
    line.classList.add("lit");
    const { scrollTop, clientHeight } = this.code;
    if (line.offsetTop < scrollTop || line.offsetTop > scrollTop + clientHeight - 30) this.code.scrollTop = line.offsetTop - clientHeight / 2;
  }
}

class Player {
  constructor(element, run) {
    this.element = element;
    this.scrub = element.querySelector(".scrub");
    this.two = element.querySelector(".two");
    this.go = element.querySelector(".go");
    this.panes = [...element.querySelectorAll(".pane")].map((pane) => new Pane(pane, run.plays, (index) => this.at(index)));
    element.hidden = false;
    this.panes.forEach((pane) => pane.choice.addEventListener("change", () => this.open(pane, Number(pane.choice.value))));
    this.scrub.addEventListener("input", () => this.at(Number(this.scrub.value)));
    this.two.addEventListener("change", () => this.arrange());
    this.go.addEventListener("click", () => this.toggle());
    element.addEventListener("keydown", (event) => {
      if (event.key !== " " || !event.target.matches(".scrub, .code")) return;
      event.preventDefault();
      this.toggle();
    });
    this.panes.forEach((pane, place) => pane.open(Math.min(place, run.plays.length - 1)));
    this.arrange();
  }
  get shown() { return this.two.checked ? this.panes : this.panes.slice(0, 1); }
  get now() { return Number(this.scrub.value); }
  get last() { return Math.max(...this.shown.map((pane) => pane.last)); }
  arrange() {
    this.panes[1].element.hidden = !this.two.checked;
    this.element.querySelector(".panes").classList.toggle("one", !this.two.checked);
    this.at(this.now);
  }
  open(pane, index) {
    pane.open(index);
    this.at(this.now);
  }
  at(wanted) {
    const last = this.last, index = clipped(wanted, 0, last), words = `${index} of ${last}`;
    this.scrub.max = last;
    this.scrub.value = index;
    this.scrub.setAttribute("aria-valuetext", words);
    this.element.querySelector(".time").textContent = words;
    this.shown.forEach((pane) => pane.at(index));
  }
  toggle() {
    if (this.timer) this.stop();
    else this.start();
  }
  start() {
    if (this.now >= this.last) this.at(0);
    this.go.textContent = "Stop";
    const stride = Math.max(1, Math.round(this.last / 100)); // a long episode takes no longer than a hundred steps
    clearInterval(this.timer);
    this.timer = setInterval(() => {
      this.at(this.now + stride);
      if (this.now >= this.last) this.stop();
    }, 125);
  }
  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.go.textContent = "Play";
  }
}
