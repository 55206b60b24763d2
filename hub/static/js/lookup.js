// A look-up field: <input data-lookup="/url" data-lookup-value="id of the hidden input">.
// The address answers ?q=… with [{id, text, sub}, …]. Follows the ARIA combobox pattern; a scanner that types and
// presses Enter takes the only (or the exact) find. data-lookup-submit sends the form as soon as one is taken.
"use strict";
(() => {
  const { say, words } = window.HUB;
  const PAUSE = 180;

  const attach = (input) => {
    const hidden = document.getElementById(input.dataset.lookupValue);
    const box = input.parentElement;
    const list = document.createElement("ul");
    list.id = `${input.id}-list`;
    list.className = "lookup-list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", words.hits);
    box.append(list);
    const marks = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
    Object.entries(marks).forEach(([name, value]) => input.setAttribute(name, value));

    let found = [];
    let at = -1;
    let timer = 0;
    let running = null;
    let shownFor = "";

    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const paint = () => {
      [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
      const item = list.children[at];
      if (!item?.id) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    };
    const take = (hit) => {
      hidden.value = hit.id;
      input.value = hit.text;
      box.classList.add("chosen");
      close();
      say(words.chosen.replace("{name}", hit.text));
      hidden.dispatchEvent(new Event("change", { bubbles: true }));
      if ("lookupSubmit" in input.dataset) input.form.requestSubmit();
    };
    const show = (sentence) => {
      list.replaceChildren();
      found.forEach((hit, index) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${index}`;
        item.setAttribute("role", "option");
        item.textContent = hit.text;
        if (hit.sub) {
          const sub = document.createElement("small");
          sub.textContent = hit.sub;
          item.append(sub);
        }
        list.append(item);
      });
      if (sentence) {
        const item = document.createElement("li");
        item.className = "none";
        item.setAttribute("role", "option");
        item.setAttribute("aria-disabled", "true");
        item.textContent = sentence;
        list.append(item);
      }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      at = found.length ? 0 : -1;
      paint();
      say(sentence ?? words.found.replace("{n}", found.length));
    };
    /** Ask the server; resolves to false when a newer question has taken over. */
    const seek = async () => {
      clearTimeout(timer);
      running?.abort();
      shownFor = "";
      const q = input.value.trim();
      if (!q) {
        found = [];
        close();
        return true;
      }
      running = new AbortController();
      try {
        const url = new URL(input.dataset.lookup, location.href);
        url.searchParams.set("q", q);
        const answer = await fetch(url, { signal: running.signal, headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(String(answer.status));
        found = await answer.json();
        shownFor = q;
        show(found.length ? null : words.none);
      } catch (error) {
        if (error.name === "AbortError") return false;
        found = [];
        show(words.failed);
      }
      return true;
    };
    const seekAndTake = async () => {
      if (!await seek()) return;
      const asked = input.value.trim().toLowerCase();
      const exact = found.filter((hit) => [hit.text, hit.code].some((text) => text?.toLowerCase() === asked));
      const hits = exact.length ? exact : found;
      if (hits.length === 1) take(hits[0]);
    };

    const typed = (event) => {
      if (event.isComposing) return;
      hidden.value = "";
      box.classList.remove("chosen");
      clearTimeout(timer);
      timer = setTimeout(seek, PAUSE);
    };
    input.addEventListener("input", typed);
    input.addEventListener("compositionend", typed);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") {
        if (hidden.value || !input.value.trim()) return;
        event.preventDefault();
        // A scanner is faster than the pause: what the list shows may belong to fewer letters.
        if (!list.hidden && found[at] && shownFor === input.value.trim()) take(found[at]);
        else seekAndTake();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) return void seek();
        if (!found.length) return;
        at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
        paint();
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        close();
      }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const hit = found[[...list.children].indexOf(event.target.closest("li"))];
      if (hit) take(hit);
    });
    input.addEventListener("blur", close);
    if (hidden.value) box.classList.add("chosen");
  };

  document.querySelectorAll("input[data-lookup]").forEach(attach);
})();
