// Taps of the tally are sent one after the other without leaving the page. Each has a token of its own and is sent again
// until the hub has answered, so that one that got lost on the way back still counts once.
"use strict";
(() => {
  const live = document.getElementById("live");
  const lost = document.getElementById("lost");
  let waiting = Promise.resolve();

  const token = () => [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");
  const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

  async function send(address, sent) {
    for (let tries = 0; tries < 4; tries += 1) {
      try {
        const answer = await fetch(address, { method: "POST", body: sent, headers: { Accept: "text/html" } });
        if (answer.status < 500) return answer;
      } catch {
        // No network at the moment.
      }
      await pause(400 * 2 ** tries);
    }
    return null;
  }

  async function count(form, sent) {
    const answer = await send(form.action, new URLSearchParams(sent));
    if (answer === null) {
      lost.hidden = false;
      return;
    }
    const text = await answer.text();
    if (answer.status === 422) {
      // The room is full: the page that asks for a reason, with the same token.
      for (const [name, value] of sent) form.elements[name].value = value;
      HTMLFormElement.prototype.submit.call(form);
      return;
    }
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const part = fresh.getElementById(live.id);
    if (!answer.ok || !part) {
      location.reload();
      return;
    }
    live.replaceChildren(...part.childNodes);
    const said = fresh.querySelector(".toasts");
    const here = document.querySelector(".toasts");
    if (said && here) here.replaceWith(said);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-tap]");
    if (!form) return;
    event.preventDefault();
    const sent = new FormData(form);
    sent.set("token", token());
    waiting = waiting.then(() => count(form, sent));
  }, true);
})();
