// The page's text: a field lights its words, and words that are marked fill a form. Offsets are code points.

const source = document.getElementById("source");
const forms = () => document.querySelectorAll("[data-needs-words], #edit");

export function light(name) {
  for (const mark of source.querySelectorAll("mark.lit")) mark.classList.remove("lit");
  const lit = [...source.querySelectorAll("mark")].filter((mark) => mark.dataset.f.split(" ").includes(name));
  for (const mark of lit) mark.classList.add("lit");
  if (lit.length) show(lit[0]);
}

// Only the text scrolls, never the page around it.
function show(mark) {
  source.scrollTop += mark.getBoundingClientRect().top - source.getBoundingClientRect().top - source.clientHeight / 3;
}

function before(node, offset) {
  const range = document.createRange();
  range.selectNodeContents(source);
  range.setEnd(node, offset);
  return [...range.toString()].length;
}

export function chosen() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!source.contains(range.startContainer) || !source.contains(range.endContainer)) return null;
  const start = before(range.startContainer, range.startOffset);
  const end = before(range.endContainer, range.endOffset);
  return { start, end, text: range.toString().trim() };
}

function fill() {
  const words = chosen();
  if (!words || !words.text) return;
  for (const form of forms()) {
    form.elements.start.value = words.start;
    form.elements.end.value = words.end;
    form.querySelector(".chosen").textContent = words.text;
    for (const button of form.querySelectorAll("button[disabled]")) button.disabled = false;
  }
  document.dispatchEvent(new CustomEvent("takhrij:words", { detail: words }));
}

if (source) {
  document.addEventListener("selectionchange", () => window.clearTimeout(fill.timer) ?? (fill.timer = window.setTimeout(fill, 120)));
  for (const button of document.querySelectorAll("[data-light]")) {
    const name = button.dataset.light;
    for (const kind of ["mouseenter", "focus"]) if (button.matches("a")) button.addEventListener(kind, () => light(name));
    if (!button.matches("a")) button.addEventListener("click", () => light(name));
  }
  const trigger = source.querySelector("mark.m-trigger");
  if (trigger) show(trigger);
}
