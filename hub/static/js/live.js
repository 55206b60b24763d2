// A part of a page that brings itself up to date: every so many seconds it is fetched anew, as long as the page is seen.
"use strict";
(() => {
  const part = document.querySelector("[data-live]");
  if (!part) return;

  async function refresh() {
    // Not under somebody's finger, nor under a question that is still open.
    if (document.hidden || part.contains(document.activeElement) || document.querySelector("dialog[open]")) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
      if (fresh) part.replaceChildren(...fresh.childNodes);
    } catch {
      // No network at the moment; the next time will do.
    }
  }

  setInterval(refresh, 1000 * Number(part.dataset.live));
  document.addEventListener("visibilitychange", refresh);
})();
