// The candidates: what each of them changed and was answered, and any two of them side by side.

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

// Two texts line by line: pairs of lines, with null where one has none. Rows between what begins and ends alike are matched by their
// longest common subsequence; of very long ones none is matched.
function aligned(left, right) {
  let head = 0, tail = 0;
  const most = Math.min(left.length, right.length);
  while (head < most && left[head] === right[head]) head += 1;
  while (tail < most - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail += 1;
  const a = left.slice(head, left.length - tail), b = right.slice(head, right.length - tail), wide = b.length + 1;
  const matched = a.length * b.length <= 4e6, best = matched ? new Uint32Array((a.length + 1) * wide) : null;
  for (let i = a.length - 1; matched && i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      best[i * wide + j] = a[i] === b[j] ? best[(i + 1) * wide + j + 1] + 1 : Math.max(best[(i + 1) * wide + j], best[i * wide + j + 1]);
    }
  }
  const rows = left.slice(0, head).map((line) => [line, line]);
  let i = 0, j = 0;
  while (i < a.length || j < b.length) {
    if (matched && i < a.length && j < b.length && a[i] === b[j]) rows.push([a[i++], b[j++]]);
    else if (j >= b.length || (i < a.length && (!matched || best[(i + 1) * wide + j] >= best[i * wide + j + 1]))) rows.push([a[i++], null]);
    else rows.push([null, b[j++]]);
  }
  return rows.concat(left.slice(left.length - tail).map((line) => [line, line]));
}

function beginPair(place, candidates) {
  const coded = candidates.map((one, index) => [one, index]).filter(([one]) => one.code);
  if (!place || coded.length < 2) return;
  place.hidden = false;
  const choices = [...place.querySelectorAll("select")], pres = [...place.querySelectorAll("pre")], best = coded.findIndex(([one]) => one.best);
  choices.forEach((choice) => coded.forEach(([one, index]) => {
    add(choice, "option", `${one.id}, ${one.verdict}${one.best ? ", best" : ""}: ${one.train}`).value = index;
  }));
  choices[0].value = coded[best === 0 ? 1 : 0][1];
  choices[1].value = coded[best < 0 ? coded.length - 1 : best][1];
  const show = () => {
    const rows = aligned(...choices.map((choice) => candidates[Number(choice.value)].code.split("\n")));
    pres.forEach((pre, side) => {
      pre.replaceChildren();
      let number = 0;
      for (const row of rows) {
        const line = add(pre, "span", row[side], row[side] === null ? "line none" : row[1 - side] === null ? `line ${side ? "add" : "drop"}` : "line");
        if (row[side] !== null) line.dataset.number = number += 1;
      }
    });
  };
  choices.forEach((choice) => choice.addEventListener("change", show));
  const seen = new IntersectionObserver(([entry]) => { // two long texts are compared when somebody comes near them
    if (!entry.isIntersecting) return;
    seen.disconnect();
    show();
  }, { rootMargin: "400px" });
  seen.observe(place);
  place.show = show;
}
