// <form data-keep="name">: what was typed survives a lost connection. It is written down when the form is sent and
// thrown away by the first page that arrives afterwards, unless that page is the same form, empty again, or an error
// page: from there one goes back to the form.
// It stays in this tab only; secrets, files and hidden fields are never written down.
"use strict";
(() => {
  const { toast, words } = window.HUB;
  const PREFIX = "hub-keep:";
  const skip = new Set(["hidden", "password", "file", "submit", "button"]);
  const controls = (form) => [...form.elements].filter((item) => item.name && !skip.has(item.type));

  const write = (form) => controls(form).map((item) => [
    item.name, item.value, item.type === "checkbox" || item.type === "radio" ? item.checked : null,
  ]);
  const read = (form, saved) => {
    const open = controls(form);
    for (const [name, value, checked] of saved) {
      const at = open.findIndex((item) => item.name === name && (checked === null || item.value === value));
      if (at < 0) continue;
      const [item] = open.splice(at, 1);
      if (checked === null) item.value = value;
      else item.checked = checked;
    }
  };

  // The server answered with the errors and all that was typed, or with a message that it was saved.
  const answered = document.querySelector(".summary, [aria-invalid=true], .toast");
  const forms = [...document.querySelectorAll("form[data-keep]")];
  const unsaved = document.querySelector("[data-unsaved]");
  for (const key of unsaved ? [] : Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX))) {
    const form = forms.find((item) => PREFIX + item.dataset.keep === key);
    if (form && !answered) {
      read(form, JSON.parse(sessionStorage.getItem(key)));
      toast(words.restored);
    }
    sessionStorage.removeItem(key);
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset?.keep || form.method !== "post" || (event.defaultPrevented && navigator.onLine)) return;
    sessionStorage.setItem(PREFIX + form.dataset.keep, JSON.stringify(write(form)));
  });
})();
