// What a page itself knows of scanning, and it is little: the scanner is fetched when somebody asks
// for it. A scanner that types (a wedge) is heard wherever the page stands, and what it types never
// presses a button.
"use strict";
(function () {
  var root = document.documentElement;
  root.classList.add("scripted");
  if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) root.classList.add("no-camera");

  function scanner(use, box) {
    import("/static/scan/scan.js").then(use).catch(function () {
      box.querySelector("[role=status]").textContent = box.dataset.unheard;
    });
  }

  document.addEventListener("click", function (happened) {
    var button = happened.target.closest && happened.target.closest("[data-scan-by]");
    if (!button) return;
    var box = button.closest(".scan");
    // The picture is asked for at once, for browsers ask no later than the press itself.
    if (button.dataset.scanBy === "photo") box.querySelector("input[type=file]").click();
    else scanner(function (one) { one.byCamera(box); }, box);
  });

  document.addEventListener("change", function (happened) {
    var box = happened.target.type === "file" && happened.target.closest(".scan");
    if (!box || !happened.target.files.length) return;
    var file = happened.target.files[0];
    scanner(function (one) { return one.byPhoto(box, file); }, box);
    happened.target.value = "";
  });

  // Keys that come faster than fingers, and an Enter behind them: a scanner.
  var typed = "";
  var last = 0;
  document.addEventListener("keydown", function (happened) {
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(happened.target.tagName)) return;
    var now = Date.now();
    if (now - last > 80) typed = "";
    last = now;
    if (happened.key === "Enter") {
      if (typed.length >= 7) { happened.preventDefault(); happened.stopPropagation(); go(typed); }
      typed = "";
    } else if (happened.key.length === 1 && !happened.ctrlKey && !happened.metaKey && !happened.altKey) {
      typed += happened.key;
      // No scanner's code has a space in it, but a button is pressed by one.
      if (typed.length > 3 && happened.key !== " ") happened.preventDefault();
    }
  }, true);

  function go(code) {
    var form = document.querySelector("form[data-scan]") || document.getElementById("scanned");
    if (!form) return;
    form.querySelector("[name=code], [name=tag]").value = code;
    form.requestSubmit();
  }
}());
