// Redeeming: as soon as a resident is chosen, what the keeper may know of them comes from the server.
"use strict";
(() => {
  const form = document.querySelector("form.form");
  const chosen = form?.querySelector("input[type=hidden][name=resident]");
  if (!chosen) return;
  chosen.addEventListener("change", async () => {
    const url = new URL(location.pathname, location.href);
    if (chosen.value) url.searchParams.set("resident", chosen.value);
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("person-part").replaceChildren(...page.getElementById("person-part").childNodes);
  });
})();
