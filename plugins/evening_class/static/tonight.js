// Signing in by a tap: the form is sent in the background and the list and the message are renewed in place, so that
// the next child stays under the finger. Whatever goes wrong, the form is sent as ever.
"use strict";
(() => {
  const live = document.getElementById("live");
  if (!live) return;

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-tap]") || !navigator.onLine) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    form.querySelector("button").classList.add("busy");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("live");
      if (!answer.ok || !fresh) throw new Error("not the list");
      live.replaceChildren(...fresh.childNodes);
      const toasts = page.querySelector(".toasts");
      document.querySelector(".toasts")?.replaceChildren(...(toasts?.childNodes ?? []));
      window.HUB?.say(toasts?.textContent.trim() ?? "");
    } catch {
      form.submit();
    }
  });
})();
