// What every page shares: selects of a filter act at once, and "/" leads to the search.

for (const form of document.querySelectorAll("form[data-auto]")) {
  for (const select of form.querySelectorAll("select")) {
    select.addEventListener("change", () => form.requestSubmit());
  }
  // Empty values only lengthen the address.
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}

export function typing(target) {
  return target instanceof Element && Boolean(target.closest("input, select, textarea, [contenteditable], dialog[open]"));
}

// A text opens where something was read in it, past the menus of its page.
for (const text of document.querySelectorAll(".source")) {
  const first = text.querySelector("mark.m-trigger, mark.copied, mark.other");
  if (first) text.scrollTop += first.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 4;
}

// A page that was shown while events were linked anew says when that is done; it changes only when it is asked to.
const behind = document.getElementById("behind");
if (behind) {
  const [waiting, newer] = behind.children;
  const ask = async () => {
    const answer = await fetch("/shown").catch(() => null);
    const number = answer?.ok ? (await answer.json()).number : Number(behind.dataset.shown);
    if (number === Number(behind.dataset.shown)) { window.setTimeout(ask, 3000); return; }
    waiting.hidden = true;
    newer.hidden = false;
  };
  behind.querySelector("button").addEventListener("click", () => window.location.reload());
  ask();
}
