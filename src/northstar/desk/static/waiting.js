// What is typed goes to the server while it is typed. Where the server cannot be reached it waits here, in
// the browser, encrypted with a key that no script can read out; it is sent when the connection is back, and
// is gone after twelve hours or at sign-out. Nothing else of any patient is kept in the browser: whose page it
// was written on is encrypted with it. Without HTTPS a browser has no such key, and then nothing waits here.
const HOURS = 12 * 60 * 60 * 1000;
const AGAIN = 5000;
const NAME = "northstar";
const who = document.documentElement.dataset.who ?? "";
const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
const isAble = Boolean(who && token && globalThis.crypto?.subtle && globalThis.indexedDB && navigator.locks);
const UNATTENDED = { "Northstar-Unattended": "1", "Northstar-Part": "idle" };
const PATIENCE = 8000; // a network that answers nothing at all is a lost one
const turns = new Map();
export const anyMark = () => globalThis.crypto?.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
let away = false;
let door = ""; // where to sign in, once the server says that nobody is signed in here any more
const ids = new Map(); // of the drafts of this page, by place

// To the server, or if it cannot be reached here. Says which: "kept", "waits", "too long", "" (nowhere), or
// "later" where more was typed before its turn came. `beside`: what is kept of this place already has not come
// back yet, and stays.
export function keepDraft(place, typed, beside = false) {
  const turn = {};
  turns.set(place, turn);
  return alone(async () => {
    if (turns.get(place) !== turn) return "later";
    const more = beside ? { beside: 1 } : {};
    if (away) await wait(place, typed, more).catch(() => {}); // a lost network can take long to say so
    const answer = await post(place, typed, more);
    away = answer === "";
    if (answer === "kept") await forget(place);
    if (answer !== "") return answer;
    return (await wait(place, typed, more).catch(() => false)) ? "waits" : "";
  });
}

// A form goes out: what stands in it is laid here and kept on the server, until the server has taken the
// form by its mark. A connection that breaks in this very moment then costs nothing that was typed.
export function holdDraft(place, typed, mark) {
  turns.set(place, {});
  return alone(async () => {
    await wait(place, typed, { mark }).catch(() => {});
    const answer = await post(place, typed);
    away = answer === "";
    if (away && isAble) await tell();
    if (away && isAble && door) location.assign(door); // what was typed waits here, and is given back there
    return away && isAble ? "waits" : answer;
  });
}

// The server can be reached again: what pages before this one had left here can be given back now.
async function sendLate() {
  const detail = await sendWaiting();
  if (detail.length) document.dispatchEvent(new CustomEvent("northstar:sent", { detail }));
}

// What waits goes to the server, the oldest first, until it cannot be reached. Says what came from other pages.
export function sendWaiting() {
  if (!isAble) return Promise.resolve([]);
  return alone(async () => {
    const others = [];
    for (const row of await mine()) {
      const answer = await post(row.place, row.typed, row.more);
      if (answer === "") break;
      if (answer === "kept") await remove(row.id);
      if (!ids.has(row.place)) others.push(row.place);
    }
    await tell();
    return others;
  }).catch(() => []);
}

async function post(place, typed, more = {}) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, who, place, ...more, typed: JSON.stringify(typed) });
  const answer = await fetch("/drafts/", { method: "POST", body, headers: UNATTENDED, signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  door = answer?.headers.get("Northstar-Go") ?? "";
  if (answer?.status === 204) return "kept";
  return answer?.status === 413 ? "too long" : "";
}

// A page is left with words that are not kept yet: they travel beside the next page, and may come after it.
// The window remembers nothing but a random mark, by which the next page asks whether they are here.
const LEFT = "northstar left";
const [LOOKS, REST] = [20, 150]; // milliseconds: three seconds in all

export function takeAlong(place, typed, beside = false) {
  const left = anyMark();
  const more = beside ? { left, beside: 1 } : { left };
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, who, place, ...more, typed: JSON.stringify(typed) });
  if (navigator.sendBeacon("/drafts/", body)) sessionStorage.setItem(LEFT, left);
}

// What was typed here before, and whether that is all: the last words of the page before may still be on their
// way after these seconds, or nobody answers.
export async function keptOf(place) {
  await sendWaiting();
  const left = sessionStorage.getItem(LEFT) ?? "";
  for (let looks = 1; ; looks++) {
    const found = await taken(place, left);
    if (found?.coming && looks < LOOKS) await new Promise((go) => setTimeout(go, REST));
    else {
      if (found) sessionStorage.removeItem(LEFT);
      return [found?.typed ?? [], Boolean(found && !found.coming)];
    }
  }
}

async function taken(place, left) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, place, left });
  const answer = await fetch("/drafts/take/", { method: "POST", body, headers: UNATTENDED, signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  return answer?.ok && !answer.redirected ? answer.json() : null;
}

// One at a time over all windows, so that nothing older is sent after what is newer.
const alone = (act) => (isAble ? navigator.locks.request(NAME, act) : act());

// The drawer --------------------------------------------------------------------------------------
const asked = (request) =>
  new Promise((yes, no) => {
    request.onsuccess = () => yes(request.result);
    request.onerror = () => no(request.error);
  });

async function drawer(name, mode, act) {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("keys");
    opening.result.createObjectStore("drafts", { keyPath: "id" });
  };
  const base = await asked(opening);
  try {
    return await asked(act(base.transaction(name, mode).objectStore(name)));
  } finally {
    base.close(); // after what was begun
  }
}

async function key() {
  const there = await drawer("keys", "readonly", (keys) => keys.get("draft"));
  if (there) return there;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await drawer("keys", "readwrite", (keys) => keys.put(made, "draft"));
  return made;
}

async function wait(place, typed, more = {}) {
  if (!isAble || (!typed.length && !ids.has(place))) return false;
  if (!ids.has(place)) ids.set(place, crypto.randomUUID());
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const words = new TextEncoder().encode(JSON.stringify({ who, place, typed, more }));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, await key(), words);
  await drawer("drafts", "readwrite", (drafts) => drafts.put({ id: ids.get(place), at: Date.now(), nonce, sealed }));
  if (!more.mark) await tell();
  return true;
}

async function unsealed(row) {
  const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.nonce }, await key(), row.sealed);
  return { ...row, ...JSON.parse(new TextDecoder().decode(words)) };
}

// Those of who sits here; what is too old, or does not open any more, is taken away.
async function mine() {
  const found = [];
  for (const row of await drawer("drafts", "readonly", (drafts) => drafts.getAll())) {
    const age = Date.now() - row.at;
    const open = age >= 0 && age < HOURS ? await unsealed(row).catch(() => null) : null;
    if (!open) await remove(row.id);
    else if (open.who === who) found.push(open);
  }
  return found.sort((one, other) => one.at - other.at);
}

async function forget(place) {
  if (!ids.has(place)) return;
  await remove(ids.get(place));
  ids.delete(place);
  await tell();
}

async function remove(id) {
  await drawer("drafts", "readwrite", (drafts) => drafts.delete(id));
  const left = await drawer("drafts", "readonly", (drafts) => drafts.count());
  if (!left) await drawer("keys", "readwrite", (keys) => keys.clear());
}

async function erase() {
  await drawer("drafts", "readwrite", (drafts) => drafts.clear());
  await drawer("keys", "readwrite", (keys) => keys.clear());
}

// What is seen of it ------------------------------------------------------------------------------
let timer = 0;
let shown = 0;

async function tell(more = "") {
  const count = (await mine()).length;
  clearTimeout(timer);
  if (count) timer = setTimeout(sendLate, AGAIN);
  const note = document.getElementById("waiting");
  if (!count) note?.remove();
  else (note ?? made()).querySelector("p").textContent = words(count) + more;
  if (shown && !count) document.getElementById("live").textContent = "The connection is back: what you typed is kept.";
  shown = count;
}

const words = (count) =>
  `${door ? "You have signed out, or were away too long. " : "No connection. "}${count === 1 ? "1 draft waits" : `${count} drafts wait`} here, encrypted, and ${count === 1 ? "is" : "are"} sent when ${door ? "you have signed in again" : "it is back"}.`;

function made() {
  const note = document.createElement("div");
  note.id = "waiting";
  note.className = "note waiting";
  note.setAttribute("role", "status");
  const icon = document.createElement("i");
  icon.className = "i i-alert";
  icon.setAttribute("aria-hidden", "true");
  note.append(icon, document.createElement("p"));
  document.getElementById("main").prepend(note);
  return note;
}

// Whoever signs out leaves nothing behind; what was never sent is lost only on a second press.
let warned = false;
async function signsOut(event) {
  const form = event.target;
  event.preventDefault();
  await sendWaiting();
  if (shown && !warned) {
    warned = true;
    await tell(" Sign out once more to erase what waits.");
    return;
  }
  await alone(erase).catch(() => {});
  form.submit();
}

if (isAble) {
  sendWaiting();
  addEventListener("online", sendLate);
  for (const form of document.querySelectorAll('form[action="/sign-out/"]')) form.addEventListener("submit", signsOut);
}
