// Renting: as soon as a machine, days or a person are chosen, the price and the reason why not come from the server.
"use strict";
(() => {
  const form = document.querySelector("form.form");
  if (!form) return;
  const named = (name) => form.querySelector(`[name="${name}"]`); // form.elements would also find ids
  const names = ["machine", "first_day", "last_day", "renter", "points_days"];

  let asked = 0; // of several questions on their way the last one's answer counts
  let parts = ["price-part"];
  const refresh = async (changed) => {
    const mine = ++asked;
    if (changed === "machine") parts = ["price-part", "pay-part"];
    const first = named("first_day");
    const last = named("last_day");
    if (changed === "first_day" && first.value && (!last.value || last.value < first.value)) last.value = first.value;
    const url = new URL(location.pathname, location.href);
    for (const name of names) {
      const value = named(name)?.value;
      if (value) url.searchParams.set(name, value);
    }
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    const text = answer.ok ? await answer.text() : "";
    if (!text || mine !== asked) return;
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const id of parts) {
      const fresh = page.getElementById(id);
      if (fresh && document.getElementById(id)) document.getElementById(id).replaceChildren(...fresh.childNodes);
    }
    parts = ["price-part"];
  };

  form.addEventListener("change", ({ target }) => {
    if (names.includes(target.name)) refresh(target.name);
  });
})();
