// Lending: as soon as a tool or a borrower is chosen, their part of the page comes from the server, which knows the rules.
"use strict";
(() => {
  const form = document.querySelector("form.form");
  const chosen = (name) => form.querySelector(`input[type=hidden][name=${name}]`);
  if (!form || !chosen("tool")) return;

  const refresh = async (...parts) => {
    const url = new URL(location.pathname, location.href);
    for (const name of ["tool", "borrower"]) {
      const { value } = chosen(name);
      if (value) url.searchParams.set(name, value);
    }
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of parts) {
      const fresh = page.getElementById(id);
      if (fresh) document.getElementById(id).replaceChildren(...fresh.childNodes);
    }
  };

  /** The keeper's hand goes on to what is still to be ticked, else to the button. */
  const next = () => (form.querySelector("#tool-part input[type=checkbox]:not(:checked)") ?? form.querySelector(".btn.main")).focus();

  chosen("tool").addEventListener("change", async () => {
    await refresh("blocked-part", "tool-part", "due-part");
    if (chosen("borrower").value) next();
    else document.getElementById("borrower").focus();
  });
  chosen("borrower").addEventListener("change", async () => {
    await refresh("blocked-part", "person-part");
    next();
  });
})();
