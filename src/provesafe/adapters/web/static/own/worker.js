// Keeps the shell, so that this phone's own page opens without the cart: page, styles, scripts,
// signs. No answer of the cart's about anything is ever kept here.
const NAME = "shell-@DIGEST@";
const SHELL = @SHELL@;

self.addEventListener("install", function (happened) {
  happened.waitUntil(caches.open(NAME).then(function (kept) {
    return kept.addAll(SHELL.map(function (one) { return new Request(one, { cache: "reload" }); }));
  }).then(function () { return self.skipWaiting(); }));
});

self.addEventListener("activate", function (happened) {
  happened.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (one) { return one !== NAME; })
      .map(function (one) { return caches.delete(one); }));
  }).then(function () { return self.clients.claim(); }));
});

// From the cart while it answers; a cart that is silent for two seconds is not waited for.
self.addEventListener("fetch", function (happened) {
  const path = new URL(happened.request.url).pathname;
  if (happened.request.method !== "GET" || SHELL.indexOf(path) < 0) return;
  const stopped = new AbortController();
  const timer = setTimeout(function () { stopped.abort(); }, 2000);
  happened.respondWith(fetch(happened.request.url, { signal: stopped.signal, cache: "no-store" })
    .then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer;
    })
    .catch(function () { return caches.match(path, { cacheName: NAME }); })
    .finally(function () { clearTimeout(timer); }));
});
