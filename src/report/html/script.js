"use strict";
(function () {
  var root = document.documentElement;
  var all = function (query, within) { return Array.from((within || document).querySelectorAll(query)); };

  // The theme: that of the system until somebody chooses.
  var theme = document.getElementById("theme");
  var themes = ["system", "light", "dark"];
  var stored = null;
  try { stored = localStorage.getItem("caveat-theme"); } catch (error) { /* A page from a file may have no storage. */ }
  function choose(name) {
    if (name === "light" || name === "dark") { root.dataset.theme = name; } else { name = "system"; delete root.dataset.theme; }
    theme.textContent = "Theme: " + name;
    return name;
  }
  var chosen = choose(stored);
  theme.hidden = false;
  theme.addEventListener("click", function () {
    chosen = choose(themes[(themes.indexOf(chosen) + 1) % themes.length]);
    try { localStorage.setItem("caveat-theme", chosen); } catch (error) { /* Then it is not remembered. */ }
  });

  // Copying.
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest(".copy") : null;
    if (!button) { return; }
    var code = button.parentNode.querySelector("code");
    var said = button.textContent;
    var done = function () {
      button.textContent = "Copied";
      setTimeout(function () { button.textContent = said; }, 1500);
    };
    var select = function () {
      var selection = getSelection();
      selection.removeAllRanges();
      var range = document.createRange();
      range.selectNodeContents(code);
      selection.addRange(range);
      if (document.execCommand("copy")) { done(); }
    };
    if (navigator.clipboard) { navigator.clipboard.writeText(code.textContent).then(done, select); } else { select(); }
  });
  all(".copy").forEach(function (button) { button.hidden = false; });

  // What an address names is opened.
  function open() {
    var target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (target && target.tagName === "DETAILS") { target.open = true; target.hidden = false; target.scrollIntoView(); }
  }
  addEventListener("hashchange", open);
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[href^='#']") : null;
    if (link && link.hash === location.hash) { open(); }
  });

  // All is open on paper.
  var closed = [];
  addEventListener("beforeprint", function () {
    closed = all("details:not([open])");
    closed.forEach(function (details) { details.open = true; });
  });
  addEventListener("afterprint", function () {
    closed.forEach(function (details) { details.open = false; });
  });

  // Search and filters: each item gets its words once, when they are first asked for, and only the attribute of those
  // items is written whose state changes.
  var controls = document.querySelector(".controls");
  if (controls) {
    var input = document.getElementById("search");
    var status = controls.querySelector(".status");
    var buttons = all("[data-filter]", controls);
    var items = all("[data-item]").map(function (element) {
      return { element: element, shown: true, words: null, listed: element.tagName === "DETAILS" };
    });
    var groups = all("[data-group]").map(function (element) {
      return { element: element, shown: true, items: [] };
    });
    var byElement = new Map(groups.map(function (group) { return [group.element, group]; }));
    items.forEach(function (item) {
      var group = byElement.get(item.element.parentNode);
      if (group) { group.items.push(item); }
    });
    var listed = items.filter(function (item) { return item.listed; });
    var passes = function (item, refused) {
      return Object.keys(refused).every(function (name) {
        var has = item.element.getAttribute("data-" + name);
        return has === null || has.split(" ").some(function (value) { return !refused[name].has(value); });
      });
    };
    var filter = function () {
      var refused = {};
      buttons.forEach(function (button) {
        if (button.getAttribute("aria-pressed") === "false") {
          var name = button.dataset.filter;
          (refused[name] = refused[name] || new Set()).add(button.dataset.value);
        }
      });
      var wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      var count = 0;
      items.forEach(function (item) {
        if (wanted.length && item.words === null) { item.words = item.element.textContent.toLowerCase(); }
        var shown = passes(item, refused) && wanted.every(function (word) { return item.words.includes(word); });
        if (shown !== item.shown) { item.element.hidden = !shown; item.shown = shown; }
        if (shown && item.listed) { count += 1; }
      });
      groups.forEach(function (group) {
        var shown = group.items.some(function (item) { return item.shown; });
        if (shown !== group.shown) { group.element.hidden = !shown; group.shown = shown; }
      });
      status.textContent = count === listed.length
        ? listed.length + " " + controls.dataset.noun
        : count + " of " + listed.length + " " + controls.dataset.noun;
    };
    var waiting = false;
    var soon = function () {
      if (waiting) { return; }
      waiting = true;
      requestAnimationFrame(function () { waiting = false; filter(); });
    };
    input.addEventListener("input", soon);
    input.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { input.value = ""; soon(); }
    });
    buttons.forEach(function (button) {
      button.addEventListener("click", function () {
        button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") === "true" ? "false" : "true");
        filter();
      });
    });
    controls.hidden = false;
  }
  open();
})();
