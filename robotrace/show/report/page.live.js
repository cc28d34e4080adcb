
// A run that goes on: the page asks its own server what is new, and takes its parts anew from what the server drew, which stays inert.
// What the reader has opened, chosen, focused and scrolled to stays as it was.
function nameOf(element) {
  const within = element.closest("article"), one = element.closest("[data-candidate], [data-goal], .pane"), candidate = element.closest(".candidate");
  const own = candidate && candidate.firstElementChild === element ? "" : element.matches("summary, h2, h3") ? element.textContent : "";
  const place = one ? one.dataset.candidate ?? one.dataset.goal ?? [...one.parentNode.children].indexOf(one) : "";
  return [within ? within.id : "", element.tagName, (element.getAttribute("class") || "").split(" ")[0], place, own].join(" ");
}

function named(kind) {
  return new Map([...document.querySelectorAll(`main ${kind}`)].map((element) => [nameOf(element), element]));
}

// What the players show, kept for while a run that is resumed has none.
const chosen = [];

function asItStood() {
  const opened = new Map([...named("summary")].map(([name, summary]) => [name, summary.parentNode.open]));
  players.forEach((player, number) => {
    if (!player) return;
    const plays = player.panes.map((pane) => pane.play.title), code = player.panes.map((pane) => pane.code.scrollTop);
    chosen[number] = { plays, code, now: player.now, two: player.two.checked, goes: Boolean(player.timer) };
  });
  const pairs = new Map([...named(".pair select")].map(([name, choice]) => [name, choice.value]));
  const focused = document.activeElement && document.activeElement.closest("main") ? nameOf(document.activeElement) : null;
  const marks = [...named("h2, main h3, main .candidate > summary")].filter(([, mark]) => mark.getBoundingClientRect().top >= 0);
  const [mark, top] = marks.length ? [marks[0][0], marks[0][1].getBoundingClientRect().top] : [null, 0], scrolled = window.scrollY;
  return () => {
    for (const details of document.querySelectorAll("details.candidate")) {
      if (opened.get(nameOf(details.firstElementChild))) fill(details, data.runs[Number(details.closest("article").dataset.run)].candidates[Number(details.dataset.candidate)]);
    }
    for (const [name, summary] of named("summary")) if (opened.has(name)) summary.parentNode.open = opened.get(name);
    players.forEach((player, number) => {
      const before = chosen[number];
      if (!player || !before) return;
      player.panes.forEach((pane, place) => pane.open(Math.max(0, pane.plays.findIndex((play) => play.title === before.plays[place]))));
      player.two.checked = before.two;
      player.scrub.max = before.now;
      player.scrub.value = before.now;
      player.arrange();
      player.panes.forEach((pane, place) => { pane.code.scrollTop = before.code[place]; });
      if (before.goes) player.start();
    });
    for (const [name, choice] of named(".pair select")) {
      if (!pairs.has(name)) continue;
      choice.value = pairs.get(name);
      choice.dispatchEvent(new Event("change"));
    }
    const again = focused && [...document.querySelectorAll("main *")].find((element) => nameOf(element) === focused && element.checkVisibility());
    if (again) again.focus({ preventScroll: true });
    const moved = mark && named("h2, main h3, main .candidate > summary").get(mark);
    window.scrollTo(window.scrollX, moved ? window.scrollY + moved.getBoundingClientRect().top - top : scrolled);
  };
}

function takeAnew(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html"), restore = asItStood();
  document.title = fresh.title;
  for (const name of ["h1", "main"]) document.querySelector(name).replaceWith(document.importNode(fresh.querySelector(name), true));
  document.getElementById("data").textContent = fresh.getElementById("data").textContent;
  begin();
  restore();
}

async function ask() {
  const said = document.getElementById("live");
  try {
    const answer = await fetch(`state?seen=${encodeURIComponent(said.dataset.seen)}`, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    if (found.page) takeAnew(found.page);
    said.dataset.seen = found.seen;
    if (said.textContent !== found.words) said.textContent = found.words;
  } catch {
    const words = "Nobody serves this page any more, so it stays as it is. robotrace watch RUN serves it, robotrace report RUN writes it as a file.";
    if (said.textContent !== words) said.textContent = words;
  }
  setTimeout(ask, 1000);
}
setTimeout(ask, 1000);
