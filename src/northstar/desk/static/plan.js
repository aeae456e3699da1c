// The plan saves as one types: field by field, one request at a time a field, and says so once, quietly.
// Where somebody else wrote meanwhile the answer brings both, side by side; nothing typed is lost.
import { keep as keepTyped } from "./typing.js";

const page = document.querySelector("[data-save]");
const said = document.querySelector("[data-saved]");
const PAUSE = 900;
const AGAIN = 4000;

if (page) {
  document.documentElement.dataset.script = "on";
  page.dataset.script = "on";
}

const boxOf = (field) => field.closest("[data-box]");
const was = (field) => boxOf(field).querySelector("[data-was]");
const seen = (field) => boxOf(field).querySelector("[data-seen]");

function tell(words, bad = false) {
  if (!said) return;
  said.textContent = words;
  said.classList.toggle("bad", bad);
}

const states = new WeakMap();
function state(field) {
  if (!states.has(field)) states.set(field, { timer: 0, busy: null });
  return states.get(field);
}

function soon(field, pause = PAUSE) {
  const now = state(field);
  clearTimeout(now.timer);
  now.timer = setTimeout(() => save(field), pause);
}

async function save(field) {
  const now = state(field);
  clearTimeout(now.timer);
  if (now.busy) await now.busy;
  if (field.value === was(field).value) return;
  now.busy = send(field).finally(() => (now.busy = null));
  await now.busy;
}

async function send(field) {
  const text = field.value;
  const body = new URLSearchParams({
    csrfmiddlewaretoken: field.form.querySelector("[name=csrfmiddlewaretoken]").value,
    [field.name]: text,
    [seen(field).name]: seen(field).value,
  });
  tell("Saving…");
  let answer;
  try {
    answer = await fetch(page.dataset.save, { method: "POST", body, headers: { "Northstar-Part": "plan" } });
  } catch {
    tell("No connection. What you typed stays here and is sent again.", true);
    return soon(field, AGAIN);
  }
  if (answer.headers.has("Northstar-Go")) return leave(answer.headers.get("Northstar-Go"));
  const told = await answer.json().catch(() => ({ wrong: "Not saved: the desk did not answer as it should. Try again." }));
  note(field, told.wrong ?? "");
  if (told.wrong) return tell(told.wrong, true);
  keep(field, text, told);
}

// Nobody is signed in here any more: what is typed waits, sealed, and is given back after signing in.
let leaves = false;
async function leave(address) {
  const answer = await keepTyped().catch(() => "");
  leaves = answer === "waits" || answer === "kept";
  if (leaves) location.assign(address);
  else tell("Nobody is signed in here any more. Leave this page open and sign in again in another window.", true);
}

function keep(field, text, told) {
  was(field).value = text;
  seen(field).value = told.mark;
  if ("defaultValue" in field) field.defaultValue = text;
  else for (const option of field.options) option.defaultSelected = option.value === text;
  for (const mark of boxOf(field).querySelectorAll("[data-origin]")) mark.remove();
  boxOf(field).querySelector(".twice")?.remove();
  if (told.beside) {
    boxOf(field).insertAdjacentHTML("beforeend", told.beside);
    tell("Somebody else wrote here too. Both are kept: choose.", true);
  } else tell(told.said);
}

function note(field, wrong) {
  const box = boxOf(field);
  box.classList.toggle("off", Boolean(wrong));
  box.querySelector(".why-not")?.remove();
  if (wrong) {
    const words = document.createElement("p");
    words.className = "why-not";
    words.textContent = wrong;
    box.append(words);
  }
}

const mine = "[data-box] [data-place]";
const fields = () => [...document.querySelectorAll(mine)];
document.addEventListener("input", (event) => event.target.matches(mine) && soon(event.target));
document.addEventListener("change", (event) => event.target.matches(mine) && save(event.target));

const isOpen = (field) => field.value !== was(field).value;

// What somebody had written before this script was there, wherever they are now.
if (page) for (const field of fields().filter(isOpen)) soon(field);

// Whatever form is sent, what is typed elsewhere on the page is saved first. What could not be saved stays on
// the screen, with the reason beside it, and nothing is signed over it.
let goes = null;
document.addEventListener("submit", (event) => {
  const elsewhere = () => fields().filter((field) => field.form !== event.target && isOpen(field));
  if (!page || !elsewhere().length || goes === event.target) return;
  event.preventDefault();
  const { target, submitter } = event;
  Promise.all(elsewhere().map(save)).then(() => {
    const [left] = elsewhere();
    if (left) return look(left);
    goes = target;
    target.requestSubmit(submitter);
  });
});

function look(field) {
  for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  field.focus();
}
addEventListener("beforeunload", (event) => {
  if (!leaves && fields().some(isOpen)) event.preventDefault();
});
