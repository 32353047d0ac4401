// What a page does by itself, and it is little: it notices when it hears nothing from the cart any
// more and stops saying what it no longer knows; it keeps its own list of presses; it sends a badge
// as soon as the scanner has typed it. Everything else works without it.
"use strict";
(function () {
  var SILENT_MS = 6000;
  var body = document.body;

  // What is said here, in the language of the page; in English where the page gives no other.
  var WORDS = JSON.parse(body.getAttribute("data-words") || "{}");
  function _(text, at) { return (WORDS[text] || text).replace("{at}", at || ""); }
  var UNKNOWN = _("UNKNOWN – treat as loaded");

  // The page's own event log: one line for each press of a person, kept on this device only.
  var KEY = "presses";
  function note(what) {
    try {
      var presses = JSON.parse(sessionStorage.getItem(KEY) || "[]");
      presses.push({ at: Date.now(), what: what, page: location.pathname });
      sessionStorage.setItem(KEY, JSON.stringify(presses.slice(-500)));
    } catch (error) { /* a device that keeps nothing still works */ }
  }
  document.addEventListener("click", function (happened) {
    if (!happened.isTrusted) return;
    var pressed = happened.target.closest && happened.target.closest("button, a, summary, input[type=submit]");
    if (pressed) note(pressed.textContent.trim().replace(/\s+/g, " ").slice(0, 60));
  }, true);

  // A scanner types the code and Enter; one that types no Enter has it sent when the code is whole.
  document.addEventListener("input", function (happened) {
    var form = happened.target.closest && happened.target.closest("form[data-scan]");
    if (!form || happened.target.name !== "code") return;
    var code = happened.target.value.toUpperCase().replace(/[^0-9A-Z]/g, "");
    if (code.length === 27) { note("badge"); form.requestSubmit(); }
  });

  // A form is sent once, whatever fingers do.
  document.addEventListener("submit", function (happened) {
    var form = happened.target;
    if (form.dataset.sent) { happened.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(function () { delete form.dataset.sent; }, 4000);
  });

  // Nothing is exchanged under a finger: what would have been is fetched when it is lifted.
  var pressing = 0;
  var missed = [];
  document.addEventListener("pointerdown", function () { pressing = Date.now(); }, true);
  ["pointerup", "pointercancel"].forEach(function (name) {
    document.addEventListener(name, function () {
      setTimeout(function () {
        pressing = 0;
        missed.splice(0).forEach(function (one) { htmx.trigger(one, "sse:changed"); });
      }, 250);
    }, true);
  });
  document.addEventListener("htmx:beforeSwap", function (happened) {
    if (!pressing || Date.now() - pressing > 3000) return;
    happened.detail.shouldSwap = false;
    if (missed.indexOf(happened.detail.target) < 0) missed.push(happened.detail.target);
  });

  // What is to be pressed now is never found under the STOP bar: at worst the page is moved to it.
  var moved = false;
  function reach() {
    var button = document.querySelector("main .decisive");
    var bar = document.querySelector(".stop-bar");
    if (!button || moved || !button.offsetHeight) return;
    var below = button.getBoundingClientRect().bottom - bar.getBoundingClientRect().top;
    // Only what is half hidden: further down something else is to be done first.
    if (below > 0 && below < 260) {
      button.scrollIntoView({ block: "nearest" });
    }
  }
  ["pointerdown", "wheel", "touchmove", "keydown"].forEach(function (name) {
    document.addEventListener(name, function () { moved = true; }, { capture: true, passive: true });
  });
  window.addEventListener("load", reach);

  // A page that comes back from the browser's memory would show what was, not what is.
  window.addEventListener("pageshow", function (happened) {
    if (happened.persisted) location.reload();
  });

  // On the encrypted way: a browser that does not know the laptop lets no page of it keep a worker.
  // What it says of itself stands in what is entered on this device.
  if (location.protocol === "https:" && navigator.serviceWorker && document.cookie.indexOf("ps_way=") < 0) {
    navigator.serviceWorker.register("/static/way.js").then(function () {
      document.cookie = "ps_way=trusted; path=/; max-age=50400; secure; samesite=strict";
    }).catch(function () { document.cookie = "ps_way=warned; path=/; max-age=600; secure; samesite=strict"; });
  }

  if (!body.hasAttribute("data-live")) return;
  var heard = Date.now();
  var silent = false;
  document.addEventListener("htmx:sseMessage", function () {
    heard = Date.now();
    if (silent) location.reload();
  });
  function forget() {
    if (silent || Date.now() - heard < SILENT_MS) return;
    silent = true;
    body.classList.add("silent");
    document.querySelectorAll("[data-contents]").forEach(function (one) {
      one.className = "contents k-unknown";
      one.textContent = UNKNOWN;
    });
    document.querySelectorAll("[data-live-only]").forEach(function (one) { one.textContent = _("not known now"); });
    var said = document.createElement("p");
    said.className = "silence";
    said.setAttribute("role", "alert");
    said.textContent = _("No word from the cart since {at}. Ask the armorer.",
      document.querySelector(".clock time").textContent);
    document.getElementById("main").prepend(said);
  }
  setInterval(forget, 500);
  document.addEventListener("visibilitychange", forget);
}());
