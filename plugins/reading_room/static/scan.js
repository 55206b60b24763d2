// A scanner types and presses Enter. Wherever the focus was left, what it types lands in the field that waits for it.
"use strict";
(() => {
  const field = document.querySelector("[data-desk] [autofocus], form [autofocus]");
  if (!field) return;
  const typing = (item) => item?.matches("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]");

  if (!typing(document.activeElement)) field.focus();
  // What was wrong is still there to be read; the next scan takes its place, unless it has begun already.
  if (field.value && field.value === field.defaultValue) field.select?.();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
    if (typing(document.activeElement) || document.querySelector("dialog[open]")) return;
    // Only signs that stand on labels: a button that has the focus keeps its space.
    if (/[0-9A-Za-z]/.test(event.key)) field.focus();
  });
  // Back from the history cache the next scan begins with an empty field.
  window.addEventListener("pageshow", (event) => { if (event.persisted) field.focus(); });
})();
