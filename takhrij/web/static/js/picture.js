// What timeline, map and network share: data written into the page, colours of the page's style, small elements.

const PAPER = 680; // pixels across A4 within its margins

/** The JSON that the page carries under an id. */
export function data(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** A custom property of the page's style as a colour. */
export function colour(name, element = document.documentElement) {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

/** An element with a class and children; strings become text, never markup. */
export function make(name, className = "", ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** Words of a page inside a screen of another direction. */
export function said(text, name = "bdi") {
  const element = make(name, "", text);
  element.dir = "auto";
  return element;
}

/** A link to an address of this case. */
export function link(address, text) {
  const element = make("a", "", said(text));
  element.href = address;
  return element;
}

/** Fills the places of a message: fill("{n} of {m}", {n: 1, m: 2}). */
export function fill(message, values) {
  return message.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

/** Calls a function now and whenever light and dark change places. */
export function onTheme(paint) {
  paint();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  new MutationObserver(paint).observe(document.documentElement, { attributes: true });
}

/** Buttons of a picture: every element with data-do calls the action of that name. */
export function buttons(root, actions) {
  for (const button of root.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => actions[button.dataset.do]());
  }
}

/** Shrinks a picture to the width of a sheet of paper while the page is printed, as it stands on the screen. */
export function onPrint(frame) {
  addEventListener("beforeprint", () => {
    frame.style.zoom = Math.min(1, PAPER / frame.offsetWidth);
  });
  addEventListener("afterprint", () => {
    frame.style.zoom = "";
  });
}
