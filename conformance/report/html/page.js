"use strict";

// Filters, deep links and the theme. The page is whole without all of it: its
// state is in the part of the address behind #, either EDITION/ID of one check,
// or ?name=value&… of the filters.
(function () {
  const form = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const items = Array.from(document.querySelectorAll("[data-status]"));
  const rows = items.filter((item) => item.tagName === "TR");
  const texts = new Map();

  function text(item) {
    if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
    return texts.get(item);
  }

  // wanted returns what the form asks for, without what it leaves open.
  function wanted() {
    return Array.from(new FormData(form)).filter(([, value]) => value !== "");
  }

  function matches(item, [name, value]) {
    return name === "q" ? text(item).includes(value.toLowerCase()) : item.dataset[name] === value;
  }

  function apply() {
    const conditions = wanted();
    for (const item of items) {
      item.hidden = !conditions.every((condition) => matches(item, condition));
    }
    const left = rows.filter((row) => !row.hidden).length;
    shown.textContent = `${left} of ${rows.length} checks`;
  }

  // remember keeps the filters in the address, so that it can be handed on.
  function remember() {
    const conditions = new URLSearchParams(wanted()).toString();
    history.replaceState(null, "", conditions ? "#?" + conditions : location.pathname + location.search);
  }

  // open unfolds and shows one check.
  function open(id) {
    const item = document.getElementById(id);
    if (!item) return;
    if (item.hidden) {
      form.reset();
      apply();
    }
    const details = item.querySelector("details");
    if (details) details.open = true;
    item.scrollIntoView();
    item.focus({ preventScroll: true });
  }

  // follow does what the address says.
  function follow() {
    const hash = location.hash.slice(1);
    if (!hash.startsWith("?")) {
      let id = hash;
      try { id = decodeURIComponent(hash); } catch { /* as it is */ }
      if (id) open(id);
      return;
    }
    form.reset();
    for (const [name, value] of new URLSearchParams(hash)) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    apply();
    if (!form.contains(document.activeElement)) form.scrollIntoView();
  }

  function theme() {
    const button = document.getElementById("theme");
    const root = document.documentElement;
    const system = matchMedia("(prefers-color-scheme: dark)");
    const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
    const label = () => { button.textContent = dark() ? "Light" : "Dark"; };
    try { root.dataset.theme = localStorage.getItem("theme") || ""; } catch { /* no memory */ }
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch { /* no memory */ }
      label();
    });
    system.addEventListener("change", label);
    label();
    button.hidden = false;
  }

  // copying adds a button to each command that reproduces a failure.
  function copying() {
    for (const command of document.querySelectorAll(".command")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(command.textContent);
          button.textContent = "Copied";
        } catch {
          getSelection().selectAllChildren(command);
          button.textContent = "Selected";
        }
      });
      command.after(" ", button);
    }
  }

  // Folded failures are printed, too.
  function printing() {
    let folded = [];
    addEventListener("beforeprint", () => {
      folded = Array.from(document.querySelectorAll("details:not([open])"));
      for (const details of folded) details.open = true;
    });
    addEventListener("afterprint", () => {
      for (const details of folded) details.open = false;
    });
  }

  form.addEventListener("input", () => { apply(); remember(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("all").addEventListener("click", () => { form.reset(); apply(); remember(); });
  addEventListener("hashchange", follow);
  form.hidden = false;
  theme();
  copying();
  printing();
  apply();
  follow();
})();
