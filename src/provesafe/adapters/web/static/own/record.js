// The record's bytes, as docs/reference/format.md has them: canonical JSON, entries, checkpoints.
// Everything here is a function of what it is given; keys stay where they are.

const text = new TextEncoder();

export function canonical(value) {
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  if (value === null || typeof value !== "object") {
    if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error("no such number");
    return JSON.stringify(typeof value === "string" ? value.normalize("NFC") : value);
  }
  return "{" + Object.keys(value).sort().map(function (name) {
    return JSON.stringify(name) + ":" + canonical(value[name]);
  }).join(",") + "}";
}

export function base64(bytes) {
  let said = "";
  for (const byte of new Uint8Array(bytes)) said += String.fromCharCode(byte);
  return btoa(said);
}

export function base64url(bytes) {
  return base64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

export function bytesOf(written) {
  const said = atob(written.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(said, function (one) { return one.charCodeAt(0); });
}

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export async function idOf(body) {
  return base64url(await sha256(text.encode(body)));
}

async function keyId(name, publicKey) {
  const head = text.encode(name + "\n\u0001");
  const whole = new Uint8Array(head.length + publicKey.length);
  whole.set(head);
  whole.set(publicKey, head.length);
  return (await sha256(whole)).slice(0, 4);
}

// What a device signs: `me` is its name, key and place in its own chain; `entry` what it says.
export function bodyOf(me, entry, seq, prev, at) {
  const rests = entry.rests.slice().sort().map(function (person) {
    const grade = person === me.person ? "own" : "noted";
    return { p: person, grade: grade, key: me.device, seq: seq, prev: prev, seen: me.seen };
  });
  const said = Object.assign({}, entry.more, {
    v: 1, "class": entry["class"], dev: me.device, seq: seq, prev: prev, seen: me.seen, t: at,
    acts: entry.acts, rests_on: rests, way: me.way, skew: me.skew
  });
  return "provesafe.event/v1\n" + canonical(said) + "\n";
}

export async function signed(me, body) {
  const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", me.key, text.encode(body)));
  return base64(signature);
}

export async function entryOf(me, body) {
  const id = await keyId(me.device, bytesOf(me.pub));
  const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", me.key, text.encode(body)));
  const line = new Uint8Array(4 + signature.length);
  line.set(id);
  line.set(signature, 4);
  return body + "\n\u2014 " + me.device + " " + base64(line) + "\n";
}

// Whether a body that the laptop wrote says what was pressed here, and this phone's own place in it:
// `acts` are those that were pressed; left out where another phone pressed.
export async function agrees(body, note, me, chain, acts) {
  const lines = body.split("\n");
  if (lines[0] !== "provesafe.event/v1" || lines.length !== 3 || lines[2]) return false;
  const said = JSON.parse(lines[1]);
  const mine = said.rests_on.find(function (one) { return one.key === me.device; });
  const seen = await seenIn(note, me);
  return canonical(said) === lines[1] && !!mine && !!seen && mine.p === me.person && mine.grade === "own"
    && mine.seq === chain.seq + 1 && mine.prev === chain.last && canonical(mine.seen) === canonical(seen)
    && said["class"] === "act" && (!acts || canonical(said.acts) === canonical(acts));
}

// The newest checkpoint that is the log's own and not older than what was seen before, or null.
export async function checkpointOf(note, me) {
  const seen = await seenIn(note, me);
  return seen && me.seen && seen.size < me.seen.size ? null : seen;
}

// What a checkpoint says, where it is the log's own; or null.
async function seenIn(note, me) {
  const end = note.indexOf("\n\n");
  const said = note.slice(0, end + 1);
  const lines = said.split("\n");
  if (lines[0] !== me.origin || !/^(0|[1-9][0-9]{0,15})$/.test(lines[1])) return null;
  const log = await crypto.subtle.importKey("raw", bytesOf(me.log), "Ed25519", false, ["verify"]);
  for (const line of note.slice(end + 2).split("\n")) {
    const parts = line.split(" ");
    if (parts[0] !== "\u2014" || parts[1] !== me.origin) continue;
    const signature = bytesOf(parts[2]).slice(4);
    if (!await crypto.subtle.verify("Ed25519", log, signature, text.encode(said))) return null;
    return { root: base64url(bytesOf(lines[2])), size: Number(lines[1]) };
  }
  return null;
}
