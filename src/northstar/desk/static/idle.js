// Two minutes before the desk locks it says so; what was typed is kept on the server, sealed, and comes
// back after unlocking. A form in which somebody writes at length (data-kept) is kept while they write, and
// given back should the page be lost. Without a connection it waits in the browser, encrypted: waiting.js.
import { keepDraft, sendWaiting } from "./waiting.js";

const WARNING = 120;
const root = document.documentElement;
const limit = Number(root.dataset.idle || 0);
const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
// Where it was typed: the address, and what the form itself says of its version (data-kept).
const place = () => location.pathname + location.search + (document.querySelector("form[data-kept]")?.dataset.kept ?? "");
let told = Date.now();
let touched = false;

async function send(address, words = {}, unattended = true) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, ...words });
  const headers = unattended ? { "Northstar-Unattended": "1", "Northstar-Part": "idle" } : { "Northstar-Part": "idle" };
  return fetch(address, { method: "POST", body, headers });
}

// What differs from what the page came with, in forms that somebody fills in.
function typed() {
  const found = [];
  for (const field of document.querySelectorAll("main textarea, main select, main input:not([type=hidden], [type=password], [type=search], [type=file], [type=checkbox], [type=radio])")) {
    const first = field.matches("select")
      ? ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value
      : field.defaultValue;
    if (field.form && field.name && field.value !== first) found.push([new URL(field.form.action).pathname, field.name, field.value]);
  }
  return found;
}

const keep = () => keepDraft(place(), typed());

function bar() {
  let note = document.getElementById("idle");
  if (note) return note;
  note = document.createElement("div");
  note.id = "idle";
  note.className = "note idle";
  note.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = "The desk locks in two minutes, because nobody has touched it. What you have typed is kept.";
  const stay = document.createElement("button");
  stay.type = "button";
  stay.className = "btn";
  stay.textContent = "I am here";
  stay.addEventListener("click", here);
  note.append(words, stay);
  document.body.append(note);
  return note;
}

async function here() {
  touched = false;
  told = Date.now();
  document.getElementById("idle")?.remove();
  const answer = await send("/still-here/", {}, false);
  if (answer.headers.has("Northstar-Go")) location.assign(answer.headers.get("Northstar-Go"));
}

async function lock() {
  clearInterval(timer);
  await keep().catch(() => {});
  await send("/lock/").catch(() => {});
  location.assign(`/locked/?next=${encodeURIComponent(location.pathname + location.search)}`);
}

async function look() {
  const idle = (Date.now() - told) / 1000;
  if (touched && idle > 60) return here();
  if (idle >= limit) return lock();
  if (idle >= limit - WARNING && !document.getElementById("idle")) {
    bar();
    keep();
  }
}

// Back from the lock: every word into its field, the forms open.
async function giveBack() {
  await sendWaiting();
  const answer = await send("/drafts/take/", { place: place() });
  if (!answer.ok || answer.redirected) return;
  const { typed: rows } = await answer.json();
  for (const [action, name, words] of rows) {
    const field = [...document.querySelectorAll(`main [name="${CSS.escape(name)}"]`)].find(
      (one) => one.form && new URL(one.form.action).pathname === action,
    );
    if (!field) continue;
    field.value = words;
    const form = field.closest("details");
    if (form) form.open = true;
  }
  if (!rows.length) return;
  document.getElementById("live").textContent = "What you had typed before the desk locked is here again.";
  keep(); // taking it has emptied the drawer, and the page may be lost once more
}

// While somebody writes: kept a moment after the last key; without a connection, tried until it is back.
const RESTS = 1500;
const AGAIN = 5000;
const SAID = {
  waits: "There is no connection. What you type waits here, encrypted, and is sent when it is back.",
  "too long": "This is too long to be kept while you type. Save it now.",
  "": "Not kept yet: no connection. Leave this page open; it is tried again.",
};
let writing = 0;
let last = "kept";

async function keepNow() {
  clearTimeout(writing);
  const answer = await keep().catch(() => "");
  if (answer === "later") return answer;
  if (answer !== last) document.getElementById("live").textContent = SAID[answer] ?? "The connection is back: what you typed is kept.";
  last = answer;
  if (answer === "" || answer === "waits") soon(AGAIN);
  return answer;
}

function soon(wait) {
  clearTimeout(writing);
  writing = setTimeout(keepNow, wait);
}

function keepWhileWriting(form) {
  form.addEventListener("input", () => soon(RESTS));
  form.addEventListener("submit", async (event) => {
    clearTimeout(writing);
    if (last !== "kept" || !navigator.onLine) return sendsLater(event);
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, place: place(), typed: "[]" });
    navigator.sendBeacon("/drafts/", body);
  });
}

// Without a connection a form that is sent would be lost: it stays until the server answers.
async function sendsLater(event) {
  event.preventDefault();
  const answer = await keepNow();
  if (answer === "kept" || answer === "too long") {
    last = "kept";
    return event.target.requestSubmit(event.submitter);
  }
  document.getElementById("live").textContent = "Not sent: no connection. What you typed is not lost; send it again when the connection is back.";
}

let timer = 0;
if (limit && token) {
  for (const sign of ["keydown", "pointerdown", "scroll"]) {
    addEventListener(sign, () => {
      touched = true;
      if (document.getElementById("idle")) here();
    }, { passive: true });
  }
  timer = setInterval(look, limit < 300 ? 250 : 5000);
  const kept = document.querySelectorAll("form[data-kept]");
  kept.forEach(keepWhileWriting);
  if (kept.length || document.referrer.startsWith(`${location.origin}/locked/`)) giveBack();
}
