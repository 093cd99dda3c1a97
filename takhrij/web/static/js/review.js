// Judging with single keys: they work outside input fields, can be changed, and can be switched off.

import { typing } from "./base.js";
import { light } from "./source.js";

const STANDARD = { accept: "a", reject: "x", unsure: "u", edit: "e", skip: "s", previous: "p", undo: "z", why: "w", search: "/", help: "?" };
const STORE = "takhrij.keys";
const saved = () => { try { return JSON.parse(localStorage.getItem(STORE)) ?? {}; } catch { return {}; } };
let keys = { ...STANDARD, ...saved().keys };
let on = saved().on ?? true;

const dialog = document.getElementById("keys");
const edit = document.getElementById("edit");
const field = document.getElementById("edit-field");
const value = document.getElementById("edit-value");
const proposals = document.getElementById("proposals");

function draw() {
  for (const button of document.querySelectorAll("[data-key]")) button.querySelector("kbd").textContent = on ? keys[button.dataset.key] : "";
  for (const input of dialog.querySelectorAll("[data-action]")) input.value = keys[input.dataset.action];
  document.getElementById("keys-on").checked = on;
}

function keep() {
  localStorage.setItem(STORE, JSON.stringify({ on, keys }));
  draw();
}

async function propose() {
  proposals.replaceChildren();
  const { start, end } = edit.elements;
  if (!start.value) return;
  const where = `/documents/${document.getElementById("source").dataset.document}/propose`;
  const answer = await fetch(`${where}?${new URLSearchParams({ start: start.value, end: end.value, field: field.value })}`);
  if (!answer.ok) return;
  for (const { value: told, told: text } of await answer.json()) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain small";
    const name = document.createElement("bdi");
    name.dir = "auto";
    name.textContent = text;
    button.append(name);
    button.addEventListener("click", () => { value.value = told; value.focus(); });
    proposals.append(button);
    if (!value.value) value.value = told;
  }
}

function open(name) {
  if (!edit) return;
  edit.hidden = false;
  if (name) field.value = name;
  value.value = "";
  propose();
  field.focus();
}

const link = (id) => document.getElementById(id)?.click();
const press = (name) => document.querySelector(`[data-key="${name}"]`)?.click();
const ACTIONS = {
  accept: () => press("accept"), reject: () => press("reject"), unsure: () => press("unsure"), edit: () => open(),
  skip: () => link("go-next"), previous: () => link("go-previous"), undo: () => press("undo"),
  why: () => document.getElementById("why")?.focus(), search: () => document.getElementById("find").focus(), help: () => dialog.showModal(),
};

// A form that is on its way takes no second judgement; a page that comes back from history does again.
let sending = false;
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => { if (sending) event.preventDefault(); sending = true; });
}
window.addEventListener("pageshow", () => { sending = false; });

document.addEventListener("keydown", (event) => {
  if (event.repeat || sending) return;
  if (event.key === "Escape" && edit && !edit.hidden && !dialog.open) { edit.hidden = true; return; }
  if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const action = Object.keys(keys).find((name) => keys[name] === event.key || keys[name] === event.key.toLowerCase());
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
if (edit) {
  document.getElementById("open-edit").addEventListener("click", () => open());
  document.getElementById("close-edit").addEventListener("click", () => { edit.hidden = true; });
  for (const button of document.querySelectorAll("[data-edit]")) button.addEventListener("click", () => { open(button.dataset.edit); });
  field.addEventListener("change", () => { value.value = ""; propose(); });
  document.addEventListener("takhrij:words", () => { if (!edit.hidden) { value.value = ""; propose(); } });
}
const chain = document.getElementById("chain");
if (chain) {
  // Words that are marked fill the line that was clicked last; typed words are looked for anew.
  let line = null;
  for (const input of chain.querySelectorAll("[data-start]")) {
    const start = chain.querySelector(`[name="${input.dataset.start}"]`);
    input.addEventListener("focus", () => { line = { input, start }; });
    input.addEventListener("input", () => { start.value = ""; });
  }
  document.addEventListener("takhrij:words", ({ detail }) => {
    if (chain.open && line) { line.input.value = detail.text; line.start.value = detail.start; }
  });
  for (const button of document.querySelectorAll("[data-chain]")) {
    button.addEventListener("click", () => { chain.open = true; chain.querySelector("input[data-start]").focus(); });
  }
}
draw();
light("trigger");
