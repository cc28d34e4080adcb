// The curve tells the candidate that is nearest to the pointer, and the map plays the goals that the player holds.

function beginCurve(place, open) {
  const svg = place.querySelector("svg"), told = place.querySelector(".told"), dots = [...svg.querySelectorAll(".dot")];
  if (!dots.length) return;
  const tell = (dot) => {
    dots.forEach((one) => { one.classList.toggle("near", one === dot); });
    told.hidden = !dot;
    if (!dot) return;
    told.textContent = dot.getAttribute("aria-label");
    const box = place.getBoundingClientRect(), at = dot.getBoundingClientRect();
    told.style.left = `${clipped(at.left - box.left - told.offsetWidth / 2, 0, box.width - told.offsetWidth)}px`;
    const above = at.top - box.top - told.offsetHeight - 8;
    told.style.top = `${above < 0 ? at.bottom - box.top + 8 : above}px`;
  };
  const nearest = (event) => {
    const far = dots.map((dot) => {
      const at = dot.getBoundingClientRect();
      return Math.hypot(event.clientX - at.left - at.width / 2, event.clientY - at.top - at.height / 2);
    });
    const least = Math.min(...far);
    return least < 40 ? dots[far.indexOf(least)] : null;
  };
  svg.addEventListener("pointermove", (event) => tell(nearest(event)));
  svg.addEventListener("pointerleave", () => tell(null));
  svg.addEventListener("click", (event) => {
    const dot = nearest(event);
    if (dot) open(Number(dot.dataset.candidate));
  });
  dots.forEach((dot, index) => {
    dot.addEventListener("focus", () => tell(dot));
    dot.addEventListener("blur", () => tell(null));
    dot.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        open(Number(dot.dataset.candidate));
      }
      const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: dots.length - 1 }[event.key];
      if (!dots[to]) return;
      event.preventDefault();
      dot.setAttribute("tabindex", "-1"); // one stop on the way through the page, whatever the number of candidates
      dots[to].setAttribute("tabindex", "0");
      dots[to].focus();
    });
  });
}

function beginMap(article, run, player) {
  article.querySelectorAll(".map circle").forEach((dot) => {
    const index = player ? run.plays.findIndex((play) => play.best && play.split === run.split && play.goal === Number(dot.dataset.goal)) : -1;
    if (index < 0) return;
    const ring = drawn(dot.parentNode, "circle", { cx: dot.getAttribute("cx"), cy: dot.getAttribute("cy"), r: 9, class: "ring" });
    dot.parentNode.insertBefore(ring, dot);
    dot.classList.add("kept");
    for (const [name, value] of [["tabindex", "0"], ["role", "button"], ["aria-label", `Play ${dot.textContent}`]]) dot.setAttribute(name, value);
    acts(dot, () => {
      player.stop();
      player.open(player.panes[0], index);
      player.at(0);
      player.element.scrollIntoView({ block: "nearest" });
      if (!matchMedia("(prefers-reduced-motion: reduce)").matches) player.start();
    });
  });
}
