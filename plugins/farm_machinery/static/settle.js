// Settling: the bill follows what is changed, as the server reckons it.
"use strict";
(() => {
  const form = document.querySelector("form.form");
  const part = document.getElementById("bill-part");
  if (!form || !part) return;

  let asked = 0; // of several questions on their way the last one's answer counts
  form.addEventListener("change", async ({ target }) => {
    if (!["points_days", "damage", "waive_late"].includes(target.name)) return;
    const mine = ++asked;
    const url = new URL(location.pathname, location.href);
    for (const name of ["points_days", "damage"]) {
      const value = form.querySelector(`[name="${name}"]`)?.value;
      if (value) url.searchParams.set(name, value);
    }
    if (form.querySelector("[name=waive_late]")?.checked) url.searchParams.set("waive_late", "1");
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    const text = answer.ok ? await answer.text() : "";
    if (!text || mine !== asked) return;
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.getElementById("bill-part");
    if (fresh) part.replaceChildren(...fresh.childNodes);
  });
})();
