// Single keys of the pages on which claims are judged: they work outside input fields, can be changed, and can be
// switched off. A page offers the actions that its list of keys names.

import { typing } from "./base.js";

const STANDARD = { accept: "a", reject: "x", unsure: "u", edit: "e", skip: "s", previous: "p", undo: "z", why: "w", refresh: "r", search: "/", help: "?" };
const STORE = "takhrij.keys";
const saved = () => { try { return JSON.parse(localStorage.getItem(STORE)) ?? {}; } catch { return {}; } };
let keys = { ...STANDARD, ...saved().keys };
let on = saved().on ?? true;

const dialog = document.getElementById("keys");
const offered = [...dialog.querySelectorAll("[data-action]")].map((input) => input.dataset.action);
const link = (id) => () => document.getElementById(id)?.click();
const press = (name) => () => document.querySelector(`[data-key="${name}"]`)?.click();
const focus = (id) => () => document.getElementById(id)?.focus();
const ACTIONS = {
  accept: press("accept"), reject: press("reject"), unsure: press("unsure"), edit: press("edit"), undo: press("undo"), refresh: press("refresh"),
  skip: link("go-next"), previous: link("go-previous"), why: focus("why"), search: focus("find"), help: () => dialog.showModal(),
};

function draw() {
  for (const button of document.querySelectorAll("[data-key]")) button.querySelector("kbd").textContent = on ? keys[button.dataset.key] : "";
  for (const input of dialog.querySelectorAll("[data-action]")) input.value = keys[input.dataset.action];
  document.getElementById("keys-on").checked = on;
}

function keep() {
  localStorage.setItem(STORE, JSON.stringify({ on, keys }));
  draw();
}

// A form that is on its way takes no second judgement; a page that comes back from history does again.
let sending = false;
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => { if (sending) event.preventDefault(); sending = true; });
}
window.addEventListener("pageshow", () => { sending = false; });

document.addEventListener("keydown", (event) => {
  if (event.repeat || sending || dialog.open) return;
  if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const action = offered.find((name) => keys[name] === event.key || keys[name] === event.key.toLowerCase());
  if (!action) return;
  event.preventDefault();
  ACTIONS[action]();
});

document.getElementById("show-keys").addEventListener("click", () => dialog.showModal());
document.getElementById("keys-on").addEventListener("change", (event) => { on = event.target.checked; keep(); });
document.getElementById("keys-reset").addEventListener("click", () => { keys = { ...STANDARD }; on = true; keep(); });
for (const input of dialog.querySelectorAll("[data-action]")) {
  input.addEventListener("input", () => {
    const taken = Object.entries(keys).some(([name, key]) => key === input.value && name !== input.dataset.action);
    if (input.value && !taken) { keys[input.dataset.action] = input.value; keep(); } else { draw(); }
    input.select();
  });
}
draw();
