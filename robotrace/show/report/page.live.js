
// A run that goes on: the page asks its own server what is new, and takes its parts anew from what the server drew, which stays inert.
function takeAnew(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const open = new Set([...document.querySelectorAll("details.candidate[open]")].map((details) => details.dataset.candidate));
  document.title = fresh.title;
  for (const name of ["h1", "main"]) document.querySelector(name).replaceWith(document.importNode(fresh.querySelector(name), true));
  document.getElementById("data").textContent = fresh.getElementById("data").textContent;
  begin();
  document.querySelectorAll("details.candidate").forEach((details) => { details.open = details.open || open.has(details.dataset.candidate); });
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
    said.textContent = "Nobody serves this page any more, so it stays as it is. robotrace watch RUN serves it, robotrace report RUN writes it as a file.";
  }
  setTimeout(ask, 1000);
}
setTimeout(ask, 1000);
