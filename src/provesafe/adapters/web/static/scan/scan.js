// Reads a badge or a tag by camera, or out of a photo. Pictures stay on this device: they are read
// beside the page (reader.js) and forgotten; only the code goes to the cart, by the page's own form.

const WIDE = 1600;
const BYTES_MAX = 40e6;
const LOOK_MS = 60000;
let reader = null;
let asked = 0;
let looking = null;

// The texts of the codes in a picture; null where this browser cannot read pictures.
function read(picture) {
  if (!reader) reader = new Worker("/static/scan/reader.js");
  const number = ++asked;
  return new Promise(function (resolve) {
    function answered(told) {
      if (told.type === "message" && told.data.number !== number) return;
      reader.removeEventListener("message", answered);
      reader.removeEventListener("error", answered);
      resolve(told.type === "message" ? told.data.texts : null);
    }
    reader.addEventListener("message", answered);
    reader.addEventListener("error", answered);
    reader.postMessage({ number: number, picture: picture });
  });
}

function say(box, words) { box.querySelector("[role=status]").textContent = words; }

function pixels(source, wide, high) {
  const scale = Math.min(1, WIDE / Math.max(wide, high));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(wide * scale));
  canvas.height = Math.max(1, Math.round(high * scale));
  const drawn = canvas.getContext("2d", { willReadFrequently: true });
  drawn.drawImage(source, 0, 0, canvas.width, canvas.height);
  return drawn.getImageData(0, 0, canvas.width, canvas.height);
}

// What stands behind the last slash, without the marks between groups.
function codeOf(text) {
  return text.trim().split("/").pop().toUpperCase().replace(/[-\s]/g, "");
}

function isOurs(text) { return /^([0-9A-Z]{7}|[0-9A-Z]{27})$/.test(codeOf(text)); }

function short(text) { return text.length > 60 ? text.slice(0, 60) + "…" : text; }

// Says what was read and goes on with it; false where there is nothing to go on with.
function take(box, texts) {
  const found = new Map(texts.filter(isOurs).map(function (one) { return [codeOf(one), one]; }));
  if (!found.size) return false;
  if (found.size === 1) { enter(box, found.keys().next().value); return true; }
  say(box, box.dataset.several);
  const which = box.querySelector(".which");
  which.replaceChildren(...Array.from(found.keys(), function (code) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = grouped(code);
    button.addEventListener("click", function () { enter(box, code); });
    return button;
  }));
  return true;
}

function grouped(code) {
  return code.match(code.length > 7 ? /.{1,5}/g : /.{1,4}/g).join("-");
}

function enter(box, code) {
  const input = document.getElementById(box.dataset.scan);
  box.querySelector(".which").replaceChildren();
  say(box, box.dataset.read + " " + grouped(code));
  input.value = code;
  const missing = Array.from(input.form.elements).find(function (one) { return one.required && !one.value; });
  if (missing) missing.focus();
  else input.form.requestSubmit();
}

export async function byPhoto(box, file) {
  stop();
  box.querySelector(".which").replaceChildren();
  if (file.size > BYTES_MAX) { say(box, box.dataset.large); return; }
  say(box, box.dataset.busy);
  let image;
  try {
    image = await createImageBitmap(file);
  } catch (error) { say(box, box.dataset.picture); return; }
  const texts = await read(pixels(image, image.width, image.height));
  image.close();
  if (texts === null) say(box, box.dataset.unable);
  else if (!take(box, texts)) {
    say(box, texts.length ? box.dataset.foreign + " “" + short(texts[0]) + "”" : box.dataset.nothing);
  }
}

export async function byCamera(box) {
  stop();
  box.querySelector(".which").replaceChildren();
  say(box, box.dataset.busy);
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment" } });
  } catch (error) {
    say(box, error.name === "NotFoundError" ? box.dataset.none : box.dataset.shut);
    return;
  }
  stop();
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  const end = document.createElement("button");
  end.type = "button";
  end.textContent = box.dataset.end;
  end.addEventListener("click", function () { stop(); say(box, ""); });
  box.querySelector(".finder").replaceChildren(video, end);
  looking = { box: box, stream: stream };
  say(box, box.dataset.point);
  // Closed before it began: then there is nothing to look at.
  video.play().catch(function () {});
  await look(looking, video);
}

async function look(mine, video) {
  const until = Date.now() + LOOK_MS;
  let foreign = "";
  while (looking === mine && Date.now() < until) {
    const texts = video.videoWidth ? await read(pixels(video, video.videoWidth, video.videoHeight)) : [];
    if (looking !== mine) return;
    if (texts === null) { stop(); say(mine.box, mine.box.dataset.unable); return; }
    if (take(mine.box, texts)) { stop(); return; }
    if (texts.length && texts[0] !== foreign) {
      foreign = texts[0];
      say(mine.box, mine.box.dataset.foreign + " “" + short(foreign) + "”");
    }
    await new Promise(function (go) { setTimeout(go, 120); });
  }
  if (looking === mine) { stop(); say(mine.box, mine.box.dataset.nothing); }
}

// The camera is never left on: not when something was read, not when the page goes out of sight.
function stop() {
  if (!looking) return;
  looking.stream.getTracks().forEach(function (one) { one.stop(); });
  looking.box.querySelector(".finder").replaceChildren();
  looking = null;
}

document.addEventListener("visibilitychange", function () { if (document.hidden) stop(); });
window.addEventListener("pagehide", stop);
