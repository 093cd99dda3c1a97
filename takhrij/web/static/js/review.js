// Judging claims: the form of an edit, what the program proposes for it, and the chain of speakers.

import "./keys.js";
import { light } from "./source.js";

const edit = document.getElementById("edit");
const field = document.getElementById("edit-field");
const value = document.getElementById("edit-value");
const proposals = document.getElementById("proposals");

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

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && edit && !edit.hidden && !document.querySelector("dialog[open]")) edit.hidden = true;
});
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
light("trigger");
