// Renting: as soon as a machine, days or a person are chosen, the price and the reason why not come from the server.
"use strict";
(() => {
  const form = document.querySelector("form.form");
  if (!form) return;
  const named = (name) => form.querySelector(`[name="${name}"]`); // form.elements would also find ids
  const names = ["machine", "first_day", "last_day", "renter", "points_days"];

  const refresh = async (changed) => {
    const first = named("first_day");
    const last = named("last_day");
    if (changed === "first_day" && first.value && (!last.value || last.value < first.value)) last.value = first.value;
    const url = new URL(location.pathname, location.href);
    for (const name of names) {
      const value = named(name)?.value;
      if (value) url.searchParams.set(name, value);
    }
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["price-part", ...(changed === "machine" ? ["pay-part"] : [])]) {
      const fresh = page.getElementById(id);
      if (fresh && document.getElementById(id)) document.getElementById(id).replaceChildren(...fresh.childNodes);
    }
  };

  form.addEventListener("change", ({ target }) => {
    if (names.includes(target.name)) refresh(target.name);
  });
})();
