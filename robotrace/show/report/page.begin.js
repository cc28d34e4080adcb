// The page as it is opened: #run=0&play=1&beside=2&t=7&candidate=3 opens it at a moment.
let data = { runs: [] }, players = [];

function begin() {
  data = JSON.parse(document.getElementById("data").textContent);
  players.forEach((player) => player && player.stop());
  players = [];
  document.querySelectorAll("article.run").forEach(beginRun);
  document.querySelectorAll(".curve").forEach((place) => beginCurve(place, (candidate) => openCandidate(Number(place.dataset.run), candidate)));
}

function beginRun(article) {
  const number = Number(article.dataset.run), run = data.runs[number], place = article.querySelector(".player");
  players[number] = place && run.plays.length ? new Player(place, run) : null;
  article.querySelectorAll("details.candidate").forEach((details) => {
    details.addEventListener("toggle", () => fill(details, run.candidates[Number(details.dataset.candidate)]));
  });
  beginPair(article.querySelector(".pair"), run.candidates);
  beginMap(article, run, players[number]);
}

function openCandidate(number, candidate) {
  const details = document.querySelectorAll(`#run-${number} details.candidate`)[candidate];
  if (!details) return;
  fill(details, data.runs[number].candidates[candidate]);
  details.open = true;
  details.scrollIntoView({ block: "start" });
  details.querySelector("summary").focus({ preventScroll: true });
}

function fromAddress() {
  const wanted = new URLSearchParams(location.hash.slice(1)), number = Number(wanted.get("run") || 0), player = players[number];
  ["play", "beside"].forEach((name, place) => {
    if (!player || !wanted.has(name)) return;
    const pane = player.panes[place];
    pane.open(clipped(Math.trunc(Number(wanted.get(name))) || 0, 0, pane.plays.length - 1));
    player.two.checked = player.two.checked || name === "beside";
  });
  if (player) player.arrange();
  if (player && wanted.has("t")) player.at(Math.trunc(Number(wanted.get("t"))) || 0);
  if (wanted.has("candidate")) openCandidate(number, Number(wanted.get("candidate")));
}
window.addEventListener("hashchange", fromAddress);
window.addEventListener("beforeprint", () => document.querySelectorAll(".pair").forEach((place) => place.show && place.show()));
begin();
fromAddress();
