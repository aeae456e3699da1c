// Two minutes before the desk locks it says so; what was typed is kept on the server, sealed, and comes
// back after unlocking: typing.js.
import { keep } from "./typing.js";

const WARNING = 120;
const root = document.documentElement;
const limit = Number(root.dataset.idle || 0);
const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
let told = Date.now();
let touched = false;

async function send(address, words = {}, unattended = true) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, ...words });
  const headers = unattended ? { "Northstar-Unattended": "1", "Northstar-Part": "idle" } : { "Northstar-Part": "idle" };
  return fetch(address, { method: "POST", body, headers });
}

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
  const answer = await send("/still-here/", {}, false).catch(() => null);
  if (answer?.headers.has("Northstar-Go")) location.assign(answer.headers.get("Northstar-Go"));
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

let timer = 0;
if (limit && token) {
  for (const sign of ["keydown", "pointerdown", "scroll"]) {
    addEventListener(sign, () => {
      touched = true;
      if (document.getElementById("idle")) here();
    }, { passive: true });
  }
  timer = setInterval(look, limit < 300 ? 250 : 5000);
}
