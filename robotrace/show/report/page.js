"use strict";
// Everything that comes from a run is put into the page as text: no innerHTML, no address, no event handler is made of it.
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

// What acts when it is clicked acts on Enter and Space too.
function acts(element, act) {
  element.addEventListener("click", act);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  });
}

function clipped(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
