// Accepting: as soon as an item is chosen, its list of materials comes from the server, which knows it.
"use strict";
(() => {
  const item = document.querySelector("form.form input[type=hidden][name=item]");
  if (!item) return;

  item.addEventListener("change", async () => {
    const url = new URL(location.pathname, location.href);
    if (item.value) url.searchParams.set("item", item.value);
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("item-part");
    if (!fresh) return;
    document.getElementById("item-part").replaceChildren(...fresh.childNodes);
    (document.querySelector("#item-part input[type=checkbox]") ?? document.getElementById("resident")).focus();
  });
})();
