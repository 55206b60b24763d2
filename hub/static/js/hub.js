// What every page does: ask before what cannot be undone, send a form once, close what hangs open.
// Every page also works with this file missing.
"use strict";
(() => {
  const words = document.getElementById("words")?.dataset ?? {};
  const said = document.getElementById("said");

  /** Tell a screen reader; `HUB.say` is shared with the other scripts. */
  const say = (text) => { if (said) said.textContent = text; };

  /** A message at the top of the page, in the shape of a flashed one. */
  const toast = (text, bad = false) => {
    const box = document.querySelector(".toasts");
    if (!box) return;
    const item = document.createElement("div");
    const span = document.createElement("span");
    const shut = document.createElement("button");
    item.className = bad ? "toast bad" : "toast";
    span.textContent = text;
    shut.type = "button";
    shut.className = "shut";
    shut.dataset.shut = "";
    shut.textContent = "✕";
    shut.setAttribute("aria-label", words.close ?? "");
    item.append(span, shut);
    box.append(item);
    item.scrollIntoView({ block: "nearest" });
  };
  window.HUB = { say, toast, words };

  // --- Confirmation -------------------------------------------------------------------------------------------
  const ask = document.getElementById("ask");
  const yes = ask?.querySelector("[data-yes]");
  const yesWord = yes?.textContent;

  const confirmThen = (form, button, sentence) => {
    ask.querySelector("#ask-text").textContent = sentence;
    yes.textContent = button?.textContent.trim() || yesWord;  // what is agreed to is called as it was asked for
    ask.returnValue = "no";
    ask.onclose = () => {
      if (ask.returnValue !== "yes") return;
      const mark = Object.assign(document.createElement("input"), { type: "hidden", name: "confirmed", value: "1" });
      form.append(mark);
      form.dataset.agreed = "1";
      form.requestSubmit(button ?? undefined);
      delete form.dataset.agreed;
      mark.remove();
    };
    ask.showModal();
    ask.querySelector("[data-no]").focus();
  };

  /** Buttons that send the form, those that stand outside of it included. */
  const buttons = (form) => [...form.elements].filter((item) => item.type === "submit");

  // --- Submitting ---------------------------------------------------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog" || event.defaultPrevented) return;
    const button = event.submitter;
    const sentence = button?.dataset.confirm ?? form.dataset.confirm;
    if (sentence && ask && !form.dataset.agreed) {
      event.preventDefault();
      confirmThen(form, button, sentence);
      return;
    }
    if (form.method !== "post") return;
    if (!navigator.onLine) {
      event.preventDefault();
      toast(words.offline, true);
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (!("once" in form.dataset)) return;
    form.dataset.sent = "1";
    // Only after the browser has read the form: a disabled button would not send its own value.
    setTimeout(() => buttons(form).forEach((item) => { item.disabled = true; }));
  });

  // Back from the history cache the page must be usable again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      buttons(form).forEach((item) => { item.disabled = false; });
    });
  });

  // --- Popovers made of <details> -----------------------------------------------------------------------------
  const openPops = () => document.querySelectorAll("details.pop[open]");
  document.addEventListener("click", (event) => {
    openPops().forEach((pop) => { if (!pop.contains(event.target)) pop.open = false; });
    const shut = event.target.closest("[data-shut]");
    if (shut) shut.parentElement.remove();
    if (event.target.closest("[data-back]")) history.back();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openPops().forEach((pop) => {
      const inside = pop.contains(document.activeElement);
      pop.open = false;
      if (inside) pop.querySelector("summary").focus();
    });
  });

  // --- Tables shown as cards on a phone lose their meaning to a screen reader; their roles give it back ---------
  const roles = { tr: "row", td: "cell", th: "columnheader", thead: "rowgroup", tbody: "rowgroup" };
  document.querySelectorAll("table.cards").forEach((table) => {
    table.setAttribute("role", "table");
    Object.entries(roles).forEach(([name, role]) =>
      table.querySelectorAll(name).forEach((part) => part.setAttribute("role", role)));
  });

  // --- Small comforts -----------------------------------------------------------------------------------------
  document.querySelectorAll("[data-shut][hidden], [data-back][hidden]").forEach((item) => {
    item.hidden = "back" in item.dataset && history.length < 2;
  });
  document.querySelectorAll("details[data-reveal]").forEach((item) => item.addEventListener("toggle", () => {
    if (item.open) item.nextElementSibling?.querySelector("input")?.focus();
  }));
  document.querySelector("[data-focus]")?.focus();
  // On a phone the tab one is in may lie outside of the row.
  const tab = document.querySelector(".tabs [aria-current]");
  if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 16;
  document.querySelectorAll("[data-print]").forEach((item) => {
    item.hidden = false;
    item.addEventListener("click", () => window.print());
  });

  // Names in tiles break between words, where the browser knows the words of a language without spaces.
  const splitter = "Segmenter" in Intl && new Intl.Segmenter(document.documentElement.lang, { granularity: "word" });
  if (splitter) document.querySelectorAll(".tile > span:not(.seal), .room-card h3 a").forEach((item) => {
    const parts = [...splitter.segment(item.textContent)].flatMap(({ segment, index, isWordLike }) =>
      index && isWordLike && [...segment].length > 1 ? [document.createElement("wbr"), segment] : [segment]);
    item.replaceChildren(...parts);
  });

  // The question names the room just tapped.
  const question = document.querySelector("[data-asks]");
  if (question) {
    const name = () => {
      const room = document.querySelector("input[name=room]:checked");
      if (room) question.textContent = question.dataset.asks.replace("{room}", room.dataset.name);
    };
    document.addEventListener("change", (event) => { if (event.target.name === "room") name(); });
    name();
  }
})();
