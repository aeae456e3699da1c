// Whatever somebody writes in a form is kept on the server while they write, and given back should the page
// be lost, refused or locked. Without a connection it waits in the browser, encrypted: waiting.js. A form that
// says its own version (data-kept) is kept under that version. The call screen keeps its own: call.js.
import { fill, isBox, tick } from "./given-back.js";
import { keepThenSend, pageAt } from "./sending.js";
import { PATIENCE, keepDraft, sendWaiting } from "./waiting.js";

const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
const FIELDS = "main textarea, main select, main input:not([type=hidden], [type=password], [type=search], [type=file])";
const WORDS = "textarea, input:not([type=checkbox], [type=radio], [type=date], [type=datetime-local])";
const place = () => pageAt() + (document.querySelector("form[data-kept]")?.dataset.kept ?? "");
const tell = (words) => (document.getElementById("live").textContent = words);

// Forms in which somebody writes: no search, no secret, and not the one that keeps its own.
const isOurs = (form) =>
  form?.matches("main form[method=post]") && !form.matches("[role=search], [data-call]") &&
  !form.querySelector("[type=password], [autocomplete=one-time-code]");
const fields = () => [...document.querySelectorAll(FIELDS)].filter((one) => one.name && isOurs(one.form) && !one.closest(".pick"));
const pathOf = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname;

// By what a field is found again: its name, with the value of a box; by its id where several have that name.
function nameOf(field, all) {
  const name = isBox(field) ? `${field.name}=${field.value}` : field.name;
  const same = all.filter((one) => one.name === field.name && isBox(one) === isBox(field) && pathOf(one.form) === pathOf(field.form));
  return field.id && same.length > 1 && !isBox(field) ? `#${field.id}` : name;
}

// What differs from what the page came with -----------------------------------------------------------
let strayed = []; // of forms that are not on the page just now
let gone = ""; // a form that went out without anybody's words: what was chosen in it is no draft any more
const back = new WeakSet(); // given back: what the page came with does not count for these

function isChanged(field) {
  if (back.has(field)) return isBox(field) ? field.checked : Boolean(field.value);
  if (isBox(field)) return field.checked !== field.defaultChecked && (field.checked || field.type === "checkbox");
  if (!field.matches("select")) return field.value !== field.defaultValue;
  return field.value !== ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value;
}

function typed() {
  const all = fields();
  const found = all.filter(isChanged).flatMap((field) => {
    const row = [pathOf(field.form), nameOf(field, all), isBox(field) ? (field.checked ? "on" : "off") : field.value];
    const seen = field.closest("[data-box]")?.querySelector("[data-seen]"); // which version was written over
    return seen ? [row, [row[0], seen.name, seen.value]] : [row];
  });
  return [...found, ...strayed];
}

const wasRefused = () => document.querySelector("main .errors") !== null;
const hasWords = (form) =>
  fields().some((one) => one.form === form && one.matches(WORDS) && one.value.trim() && (isChanged(one) || wasRefused()));

// Kept while somebody writes --------------------------------------------------------------------------
const RESTS = 1500;
const AGAIN = 5000;
const SAID = {
  waits: "There is no connection. What you type waits here, encrypted, and is sent when it is back.",
  "too long": "This is too long to be kept while you type. Save it now.",
  "": "Not kept yet: no connection. Leave this page open; it is tried again.",
};
let timer = 0;
let last = "kept";
let kept = new Set(); // places of which something is kept

let coming = Promise.resolve(); // what was typed before; until it is here, what is typed now does not replace it

export async function keep() {
  await coming;
  return store();
}

async function store() {
  clearTimeout(timer);
  timer = 0;
  const [where, rows] = [place(), typed()];
  if (!rows.length && !kept.has(where)) return "kept";
  if (rows.length) kept.add(where);
  else kept.delete(where);
  const answer = await keepDraft(where, rows).catch(() => "");
  if (answer === "later") return answer;
  if (answer !== last) tell(SAID[answer] ?? "The connection is back: what you typed is kept.");
  last = answer;
  if (answer === "" || answer === "waits") soon(AGAIN);
  return answer;
}

function soon(wait = RESTS) {
  clearTimeout(timer);
  timer = setTimeout(keep, wait);
}

for (const sign of ["input", "change"]) document.addEventListener(sign, (event) => isOurs(event.target.form) && soon());

// Whatever leads away from the page while the last words are not kept yet takes them along.
addEventListener("pagehide", () => {
  if (!timer || last !== "kept") return;
  const who = document.documentElement.dataset.who ?? "";
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, who, place: place(), typed: JSON.stringify(typed().filter(([form]) => form !== gone)) });
  navigator.sendBeacon("/drafts/", body);
});

// Another row of a list is about to be shown in this place, and was shown.
document.addEventListener("northstar:leaving", () => timer && keep());
document.addEventListener("northstar:shown", () => {
  delete document.documentElement.dataset.page;
  strayed = [];
  if (kept.has(place())) giveBack();
});

// After every other listener, so that one that sends the form itself has said so.
addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || !isOurs(form) || event.submitter?.formTarget === "_blank") return;
  if (!hasWords(form) && !kept.has(place())) return (gone = pathOf(form));
  clearTimeout(timer);
  timer = 0;
  if ((await keepThenSend(event, place(), typed(), pathOf(form))) === "stays") soon(AGAIN);
});

// Given back: every word into its field, the forms open -----------------------------------------------
const giveBack = () => (coming = comeBack().catch(() => {}));

async function comeBack() {
  await sendWaiting();
  const where = place();
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, place: where });
  const answer = await fetch("/drafts/take/", { method: "POST", body, headers: { "Northstar-Unattended": "1", "Northstar-Part": "idle" }, signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const { typed: rows } = await answer.json();
  if (!rows.length) return;
  strayed = rows.filter((row) => !put(row));
  kept.add(where);
  if (strayed.length < rows.length) tell("What you had typed is here again.");
  await store(); // the page may be lost once more
}

function put([action, name, words]) {
  const all = fields();
  const seen = [...document.querySelectorAll("main [data-seen]")];
  const field = [...all, ...seen].find((one) => one.form && pathOf(one.form) === action && (one.matches("[data-seen]") ? one.name : nameOf(one, all)) === name);
  if (!field) return false;
  back.add(field);
  if (isBox(field)) tick(field, words === "on");
  else fill(field, words);
  const form = field.closest("details");
  if (form) form.open = true;
  if (!field.matches("[data-seen]")) field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

const wasLocked = document.referrer.startsWith(`${location.origin}/locked/`);
if (token && (wasLocked || fields().some((one) => one.matches(WORDS)))) giveBack();
