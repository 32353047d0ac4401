// What this phone keeps, and nothing else: its key (which no script can read out), its place in its
// own chain, what was pressed and has not reached the cart, and what became of the last presses.
// Never what the cart said of a weapon.

const opened = new Promise(function (resolve, reject) {
  const asked = indexedDB.open("own", 1);
  asked.onupgradeneeded = function () {
    asked.result.createObjectStore("me");
    asked.result.createObjectStore("waiting", { autoIncrement: true });
    asked.result.createObjectStore("sent", { autoIncrement: true });
  };
  asked.onsuccess = function () { resolve(asked.result); };
  asked.onerror = function () { reject(asked.error); };
});

function done(change) {
  return new Promise(function (resolve, reject) {
    change.oncomplete = function () { resolve(); };
    change.onerror = change.onabort = function () { reject(change.error); };
  });
}

function answered(request) {
  return new Promise(function (resolve, reject) {
    request.onsuccess = function () { resolve(request.result); };
    request.onerror = function () { reject(request.error); };
  });
}

export async function me() {
  return answered((await opened).transaction("me").objectStore("me").get("me"));
}

export async function keepMe(one) {
  const change = (await opened).transaction("me", "readwrite", { durability: "strict" });
  change.objectStore("me").put(one, "me");
  return done(change);
}

export async function forgetMe() {
  const change = (await opened).transaction(["me", "waiting", "sent"], "readwrite");
  for (const name of ["me", "waiting", "sent"]) change.objectStore(name).clear();
  return done(change);
}

// A press and the place in the chain that it takes are kept together, or not at all.
export async function keepPress(press, one) {
  const change = (await opened).transaction(["me", "waiting"], "readwrite", { durability: "strict" });
  change.objectStore("waiting").add(press);
  change.objectStore("me").put(one, "me");
  return done(change);
}

export async function waiting() {
  const store = (await opened).transaction("waiting").objectStore("waiting");
  const both = await Promise.all([answered(store.getAllKeys()), answered(store.getAll())]);
  return both[0].map(function (key, place) { return [key, both[1][place]]; });
}

// The press has reached the cart, or cannot be entered: what became of it is kept for its person.
export async function settle(key, told) {
  const change = (await opened).transaction(["waiting", "sent"], "readwrite", { durability: "strict" });
  change.objectStore("waiting").delete(key);
  change.objectStore("sent").add(told);
  return done(change);
}

// What still waits is signed anew where something before it was not entered.
export async function keepAnew(pairs, one) {
  const change = (await opened).transaction(["me", "waiting"], "readwrite", { durability: "strict" });
  for (const pair of pairs) change.objectStore("waiting").put(pair[1], pair[0]);
  change.objectStore("me").put(one, "me");
  return done(change);
}

export async function sent() {
  const all = await answered((await opened).transaction("sent").objectStore("sent").getAll());
  return all.slice(-20).reverse();
}
