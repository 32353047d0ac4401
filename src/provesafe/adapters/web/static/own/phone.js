// A person's own phone. What is pressed is signed here, kept here, and sent; it is crossed off when
// the cart has it. What the cart says is shown as long as the cart is heard, and no longer.
import * as keep from "./keep.js";
import * as record from "./record.js";

const SILENT_MS = 6000;
const BEAT_MS = 15000;
const body = document.body;

// What is said here, in the language of the page; in English where the page gives no other.
const WORDS = JSON.parse(body.dataset.words || "{}");
function _(text, values) {
  return (WORDS[text] || text).replace(/\{(\w+)\}/g, function (whole, name) {
    return values && name in values ? values[name] : whole;
  });
}

const UNKNOWN = _("UNKNOWN – treat as loaded");
const now = document.getElementById("now");
const list = document.getElementById("list");
const join = document.getElementById("join");
const state = document.getElementById("state");
const words = document.getElementById("words");
let heard = 0;
let silent = true;
let stream = null;
let me = null;
let asking = "";
let named = false;

function part(id) { return document.getElementById(id); }

function say(said, wrong) {
  words.textContent = said;
  words.className = wrong ? "wrong" : "big";
  words.hidden = !said;
}

// One thing at a time with the key and the queue, also where the page is open twice.
function alone(work) { return navigator.locks.request("own", work); }

async function asked(path, sent) {
  const answer = await fetch(path, sent === undefined ? { cache: "no-store" } : {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent)
  });
  const told = answer.headers.get("Content-Type").startsWith("application/json")
    ? await answer.json() : { html: await answer.text() };
  told.status = answer.status;
  return told;
}

// Pressed, signed, kept; only then is it sent.

async function press(entry, shown) {
  await alone(async function () {
    me = await keep.me();
    const at = Date.now();
    const seq = me.seq + 1;
    const one = record.bodyOf(me, entry, seq, me.last, at);
    const raw = await record.entryOf(me, one);
    me.seq = seq;
    me.last = await record.idOf(one);
    await keep.keepPress({ at: at, entry: entry, pin: entry.pin || "", raw: raw, shown: shown }, me);
  });
  return flush();
}

// Sends what waits, oldest first; gives what the last of it was answered, or null.
function flush() {
  return alone(async function () {
    let last = null;
    for (let tries = 0; tries < 5;) {
      const pairs = await keep.waiting();
      const pair = pairs[0];
      if (!pair) break;
      const one = pair[1];
      let told;
      if (one.entry.with) {
        try {
          const state = await together(pair, pairs.length > 1);
          if (state === "waiting") break;
          if (state === "done") last = { told: { status: 200, answers: [] }, entry: one.entry };
        } catch (error) { break; }
        continue;
      }
      try {
        told = await asked("/own/enter", { entry: one.raw, pin: one.pin });
      } catch (error) { break; }
      if (told.status >= 500) break;
      if (told.again) { tries += 1; await anew(told); continue; }
      last = { told: told, entry: one.entry };
      const become = told.status === 200 ? _("entered") : _("not entered: {words}", { words: told.words });
      await keep.settle(pair[0], { at: one.at, shown: one.shown, become: become });
      if (told.status !== 200 && told.chain) await anew(told);
    }
    await status();
    return last;
  });
}

// A hand-over is put forward for the other's phone to sign too. Meanwhile it waits here as a report of
// one's own, and becomes that when the other has not signed: after a minute, or when more is pressed.
async function together(pair, behind) {
  const one = pair[1];
  me = await keep.me();
  let told;
  if (one.ticket) {
    told = await asked("/own/together/" + one.ticket, behind ? { end: true } : {});
  } else if (behind || Date.now() - one.at > 50000) {
    return byMyself(pair, {});
  } else {
    const more = one.entry.more;
    told = await asked("/own/together", { acts: one.entry.acts, ref: more.ref || "", at: one.at, skew: me.skew, way: me.way });
    if (told.state === "sign" && await record.agrees(told.body, told.note, me, told.chain, one.entry.acts)) {
      one.ticket = told.ticket;
      me.seq = told.chain.seq + 1;
      me.last = await record.idOf(told.body);
      await keep.keepAnew([pair], me);
      told = await asked("/own/together/" + one.ticket, { sig: await record.signed(me, told.body) });
    }
  }
  if (told.status === 401 || told.status >= 500) throw new Error(told.words);
  if (told.state === "waiting") return "waiting";
  if (told.state !== "entered" && told.state !== "declined") return byMyself(pair, told);
  const become = told.state === "entered" ? _("entered, signed by you and {name}", { name: told.name })
    : _("not entered: {name} did not sign. If you gave it all the same, enter that.", { name: told.name });
  await keep.settle(pair[0], { at: one.at, shown: one.shown, become: become });
  say(told.state === "entered" ? _("Signed by you and {name}.", { name: told.name }) : one.shown + ": " + become, told.state !== "entered");
  await anew(told);
  return "done";
}

async function byMyself(pair, told) {
  const one = pair[1];
  if (one.ticket) say(_("{name}’s phone did not sign. It is entered as yours alone.", { name: one.entry.with }), true);
  delete one.ticket;
  one.entry = Object.assign({}, one.entry);
  delete one.entry.with;
  await keep.keepAnew([pair], me);
  if (told.chain) await anew(told);
  return "alone";
}

// Something was not entered: what waits behind it is signed anew, in its own place, with its time.
async function anew(told) {
  me = await keep.me();
  Object.assign(me, told.chain);
  me.seen = await record.checkpointOf(told.checkpoint, me) || me.seen;
  const pairs = await keep.waiting();
  for (const pair of pairs) {
    const one = record.bodyOf(me, pair[1].entry, me.seq + 1, me.last, pair[1].at);
    pair[1].raw = await record.entryOf(me, one);
    me.seq += 1;
    me.last = await record.idOf(one);
  }
  await keep.keepAnew(pairs, me);
}

async function status() {
  const pairs = await keep.waiting();
  asking = pairs.length === 1 && pairs[0][1].ticket ? pairs[0][1].entry.with : "";
  const first = pairs.length ? new Date(pairs[0][1].at).toTimeString().slice(0, 5) : "";
  state.textContent = !me ? "" : asking
    ? _("{name}’s phone is asked to sign the same; after a minute it is entered as yours alone.", { name: asking })
    : pairs.length
    ? _("{count} pressed since {at} and kept on this phone; it goes to the cart when it is heard.", { count: pairs.length, at: first })
    : _("Everything you pressed is at the cart.");
  part("waiting").replaceChildren(...pairs.map(function (pair) {
    return lineOf(pair[1].at, pair[1].shown);
  }));
  const shown = await keep.sent();
  part("sent").replaceChildren(...shown.map(function (one) {
    return lineOf(one.at, one.shown + ": " + one.become);
  }));
  part("sent-part").hidden = !shown.length;
}

function lineOf(at, said) {
  const line = document.createElement("li");
  const when = document.createElement("time");
  when.textContent = new Date(at).toTimeString().slice(0, 8);
  line.append(when, " " + said);
  return line;
}

// Without the cart: which weapons there are and who has joined is kept on this phone, so that what
// happened can be reported; what is in them and who has them never is.
function offer() {
  const names = me && me.names;
  part("report").hidden = !silent || !names || !names.weapons.length;
  if (!names) return;
  const fill = function (select, options) {
    if (select.options.length === options.length) return;
    select.replaceChildren(...options.map(function (one) { return new Option(one[1], one[0]); }));
  };
  fill(part("report-weapon"), names.weapons.map(function (one) { return [one, one]; }));
  fill(part("report-to"), names.people.filter(function (one) { return one[0] !== me.person; }));
}

async function reported(button) {
  const name = button.dataset.report;
  const weapon = part("report-weapon").value;
  const to = part("report-to");
  const fields = { weapon: weapon, by: me.person };
  const both = name === "hand_over" || name === "return_weapon";
  if (both) fields.to = to.value;
  if (name === "hand_over") fields.in_sight = "yes";
  const entry = { "class": "act", acts: [{ act: name, f: fields }], rests: both ? [me.person, to.value] : [me.person], more: {} };
  const shown = button.textContent + " · " + weapon + (both ? " · " + to.selectedOptions[0].text : "");
  const last = await press(entry, shown);
  if (!last) say(_("Kept on this phone. No word from the cart: say it aloud."), true);
  else if (last.told.status !== 200) say(last.told.words, true);
}

async function pressed(button) {
  const entry = JSON.parse(button.dataset.entry);
  const shown = button.textContent.trim().replace(/\s+/g, " ");
  button.disabled = true;
  try {
    let last = await press(entry, shown);
    // Asked in one press with what was done: nothing open, so it is entered under that answer.
    if (last && last.told.status === 200 && entry.then && last.told.decision
        && last.told.answers.every(function (one) { return one === "permit"; })) {
      const act = Object.assign({}, entry.then, { more: { ref: last.told.decision } });
      last = await press(act, shown);
    }
    if (last && last.told.status !== 200) say(last.told.words, true);
    else if (last) { if (!entry.with) say(""); }
    else if (!asking) say(_("Kept on this phone. No word from the cart: say it aloud."), true);
  } finally { button.disabled = false; }
  await refresh();
}

// What the cart says now.

async function refresh() {
  if (!me) return;
  try {
    const told = await asked("/own/now");
    if (told.status === 401) { await hello(); return; }
    if (told.status !== 200) return;
    const typed = now.contains(document.activeElement) && document.activeElement.value;
    if (!typed) now.innerHTML = told.html;
  } catch (error) { /* the beat says it */ }
}

async function hello() {
  const nonce = (await asked("/own/hello")).nonce;
  const said = "provesafe.hello/v1\n" + me.origin + "\n" + nonce + "\n";
  const told = await asked("/own/hello", { device: me.device, nonce: nonce, sig: await record.signed(me, said) });
  if (told.status === 200) { listen(); await refresh(); return; }
  if (told.status === 403) await ended(told.words);
}

async function ended(said) {
  if (!(await keep.waiting()).length) await keep.forgetMe();
  me = null;
  now.innerHTML = "";
  say(said, true);
  await showJoin();
}

async function beat() {
  if (!me) return;
  const began = Date.now();
  try {
    const told = await asked("/own/beat", { waiting: (await keep.waiting()).length, names: !named });
    if (told.status === 401) { await hello(); return; }
    if (told.status !== 200) return;
    const skew = Math.round(told.ms - (began + Date.now()) / 2);
    const seen = await record.checkpointOf(told.checkpoint, me);
    await alone(async function () {
      me = await keep.me();
      me.skew = skew;
      if (seen) me.seen = seen;
      if (told.names) { me.names = told.names; named = true; }
      // An entry that this phone signed together with others stands in its chain too.
      if (told.chain.seq > me.seq && !(await keep.waiting()).length) Object.assign(me, told.chain);
      await keep.keepMe(me);
    });
    if (!seen) say(_("The cart shows another record than before. Tell the armorer."), true);
  } catch (error) { /* the next one says it */ }
}

function listen() {
  if (stream) stream.close();
  stream = new EventSource(me ? "/own/live" : "/live");
  // Also after a moment without network, too short for anybody to notice: what was missed is asked for.
  stream.addEventListener("open", function () { refresh(); });
  stream.addEventListener("beat", function (told) {
    heard = Date.now();
    part("clock").textContent = told.data;
    if (silent) found();
  });
  // In English the list comes whole; in other languages it is fetched when it changes.
  stream.addEventListener("list", function (told) {
    heard = Date.now();
    if (body.dataset.words) fetched("/?part=1", list); else list.innerHTML = told.data;
  });
  stream.addEventListener("you", function () { (asking ? flush() : Promise.resolve()).then(refresh); });
}

async function fetched(path, place) {
  try {
    const answer = await fetch(path, { cache: "no-store" });
    if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
  } catch (error) { /* the beat says it */ }
}

function found() {
  silent = false;
  body.classList.remove("silent");
  part("silence").hidden = true;
  offer();
  flush().then(beat).then(refresh);
}

// Six seconds without a word: what the page said of weapons is not known any more.
function forget() {
  if (silent ? body.classList.contains("silent") : Date.now() - heard < SILENT_MS) return;
  silent = true;
  body.classList.add("silent");
  part("silence").hidden = false;
  offer();
  document.querySelectorAll("[data-contents]").forEach(function (one) {
    one.className = "contents k-unknown";
    one.textContent = UNKNOWN;
  });
  document.querySelectorAll("[data-live-only]").forEach(function (one) { one.remove(); });
  const every = document.createElement("p");
  every.className = "contents k-unknown";
  every.textContent = _("UNKNOWN – treat as loaded: every weapon");
  list.replaceChildren(every);
}

// Joining.

async function showJoin() {
  join.hidden = !!me;
  part("mine").hidden = !me;
  offer();
  if (me) part("whose").textContent = _("{name}’s phone", { name: me.name });
  await status();
}

async function trusted() {
  if (!("serviceWorker" in navigator)) return "warned";
  try {
    await navigator.serviceWorker.register("/own/worker.js", { scope: "/own/" });
    return "trusted";
  } catch (error) { return "warned"; }
}

async function letIn(code, pin) {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const next = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const raw = async function (key) { return new Uint8Array(await crypto.subtle.exportKey("raw", key)); };
  const pub = record.base64url(await raw(pair.publicKey));
  const digest = await crypto.subtle.digest("SHA-256", await raw(next.publicKey));
  const way = await trusted();
  const asks = { code: code, pin: pin, pub: pub, next: record.base64url(digest), way: way };
  let told = await asked("/own/let-in", asks);
  if (told.status !== 200) { say(told.words, true); return; }
  const one = { device: told.device, pub: pub, key: pair.privateKey, next: next.privateKey, way: way, skew: 0 };
  const path = "/own/let-in/" + told.ticket;
  let answer = {};
  for (;;) {
    told = await asked(path, answer);
    answer = {};
    if (told.status !== 200) { say(told.words, true); return; }
    if (told.state === "in") break;
    if (told.state === "sign") {
      // The first body lets it in: its id is what the chain goes on from; later ones end old keys.
      answer = { body: await record.idOf(told.body), sig: await record.signed(one, told.body) };
    } else {
      say(_("This phone shows {mark}. {names}: one of you, look at it, and let it in on your own phone.", { mark: told.mark, names: told.names.join(", ") }), false);
      await new Promise(function (go) { setTimeout(go, 600); });
    }
  }
  Object.assign(one, { person: told.person, name: told.name, origin: told.origin, log: told.log, seq: told.seq, last: told.last });
  one.seen = await record.checkpointOf(told.checkpoint, one);
  await keep.keepMe(one);
  me = one;
  say("");
  await showJoin();
  listen();
  await beat();
  await refresh();
}

// Lets another phone in, or says that one is lost: what the laptop writes about it is signed here too.
async function vouch(path) {
  let answer = {};
  for (;;) {
    const told = await asked(path, answer);
    answer = {};
    if (told.status !== 200 || told.state === "in") { if (told.words) say(told.words, true); break; }
    if (told.state === "sign") {
      answer = { body: await record.idOf(told.body), sig: await record.signed(me, told.body) };
    } else await new Promise(function (go) { setTimeout(go, 400); });
  }
  await beat();
  await refresh();
}

// Somebody gave this phone's person a weapon and has signed that: the same bytes, signed here too.
async function signToo(ticket) {
  try {
    await flush();
    let told = await asked("/own/together/" + ticket, {});
    await alone(async function () {
      me = await keep.me();
      if (told.state !== "sign" || !await record.agrees(told.body, told.note, me, told.chain)) return;
      me.seq = told.chain.seq + 1;
      me.last = await record.idOf(told.body);
      await keep.keepMe(me);
      told = await asked("/own/together/" + ticket, { sig: await record.signed(me, told.body) });
    });
    if (told.state === "entered") say(_("Signed by both."));
    else say(_("It is not waited for any more. Look at what stands, and enter what is so."), true);
  } catch (error) { say(_("No word from the cart: nothing was signed here. Say it aloud."), true); }
  await beat();
  await refresh();
}

// Presses of people, in the page's own list as everywhere.
function note(what) {
  try {
    const presses = JSON.parse(sessionStorage.getItem("presses") || "[]");
    presses.push({ at: Date.now(), what: what, page: location.pathname });
    sessionStorage.setItem("presses", JSON.stringify(presses.slice(-500)));
  } catch (error) { /* a device that keeps nothing still works */ }
}

document.addEventListener("click", function (happened) {
  const button = happened.target.closest && happened.target.closest("button");
  if (!button) return;
  if (happened.isTrusted) note(button.textContent.trim().replace(/\s+/g, " ").slice(0, 60));
  if (button.dataset.entry) { happened.preventDefault(); pressed(button); }
  if (button.dataset.report) { button.disabled = true; reported(button).finally(function () { button.disabled = false; }); }
  if (button.dataset.together) { button.disabled = true; signToo(button.dataset.together); }
  if (button.dataset.vouch) { button.disabled = true; vouch("/own/vouch/" + button.dataset.vouch); }
  if (button.dataset.ends) { button.disabled = true; vouch("/own/lost/" + button.dataset.ends); }
  if (button.dataset.badge) { part("code").value = button.dataset.badge; }
});

document.addEventListener("submit", function (happened) {
  const form = happened.target;
  if (form.id === "join-form") {
    happened.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    letIn(part("code").value, part("pin").value)
      .catch(function () { say(_("No word from the cart. Try again beside it."), true); })
      .finally(function () { button.disabled = false; part("pin").value = ""; });
  } else if (form.dataset.here) {
    happened.preventDefault();
    asked("/own/here", { weapon: form.dataset.here, here: form.elements.here.value }).then(function (told) {
      say(told.status === 200 ? "" : told.words, true);
      document.activeElement.blur();
      return refresh();
    }).catch(function () { say(_("No word from the cart."), true); });
  } else if (form.id === "stop") {
    happened.preventDefault();
    stop();
  }
});

async function stop() {
  if (!me) {
    const sent = await fetch("/stop", { method: "POST", body: "" }).catch(function () { return null; });
    say(sent && sent.ok ? _("STOP is entered.") : _("No word from the cart: shout. Nothing was entered."), !sent);
    return;
  }
  const entry = { "class": "act", acts: [{ act: "stop", f: { by: me.person } }], rests: [me.person], more: {} };
  const last = await press(entry, "STOP");
  if (!last) say(_("Shout: no word from the cart. Your STOP is kept and goes there later."), true);
  else say(last.told.status === 200 ? _("STOP is entered.") : last.told.words, last.told.status !== 200);
}

setInterval(forget, 500);
setInterval(function () { if (asking) flush().then(function () { if (!asking) refresh(); }); }, 1500);
setInterval(function () { if (me && !document.hidden) { flush().then(beat); } }, BEAT_MS);
window.addEventListener("online", function () { listen(); flush(); });
document.addEventListener("visibilitychange", function () {
  if (document.hidden) { if (stream) stream.close(); } else { forget(); listen(); }
});

(async function () {
  if (!window.isSecureContext || !("subtle" in crypto)) {
    join.hidden = true;
    say(_("This browser keeps no keys here. Look, and STOP; answer on the viewers’ device."), true);
    listen();
    return;
  }
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  me = await keep.me() || null;
  await showJoin();
  if (me) trusted();
  listen();
  forget();
  await refresh();
}());
