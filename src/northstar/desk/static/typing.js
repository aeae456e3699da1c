// Whatever somebody writes in a form is kept on the server while they write, and given back should the page
// be lost, refused or locked. Without a connection it waits in the browser, encrypted: waiting.js. A form that
// says its own version (data-kept) is kept under that version. The call screen keeps its own: call.js.
import { fill, firstOf, isBox, tick } from "./given-back.js";
import { keepThenSend, pageAt } from "./sending.js";
import { keepDraft, keptOf, takeAlong } from "./waiting.js";

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
let sent = ""; // a form that went out with words: the desk has it, or what is held of it
const back = new WeakSet(); // given back: what the page came with does not count for these

function isChanged(field) {
  if (back.has(field)) return isBox(field) ? field.checked : Boolean(field.value);
  if (isBox(field)) return field.checked !== field.defaultChecked && (field.checked || field.type === "checkbox");
  if (!field.matches("select")) return field.value !== field.defaultValue;
  return field.value !== firstOf(field)?.value;
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

const unsent = () => typed().filter(([form]) => form !== sent);
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

let going = null; // what is on its way to the server
let coming = Promise.resolve(); // what was typed before; until it is here, what is typed now does not replace it
let isComing = false; // also while nobody answers whether there is something
let isAsked = false; // whether something was typed before into what is shown

// Says what became of the newest words, also where they were typed after these.
export async function keep() {
  await coming;
  let answer = await store();
  while (answer === "later") answer = await (going ?? store());
  return answer;
}

function store() {
  const mine = (going = keepNow().finally(() => {
    if (going === mine) going = null;
    state();
  }));
  state();
  return mine;
}

// The page says of itself whether anything typed is still on its way, to the server or back.
let [asks, isAgain] = [0, false];
function state() {
  document.documentElement.dataset.typed = (timer && !isAgain) || going || asks ? "open" : last || "nowhere";
}

async function keepNow() {
  clearTimeout(timer);
  timer = 0;
  const [where, rows] = [place(), unsent()];
  if (!rows.length && (sent || !kept.has(where))) return "kept";
  if (rows.length) kept.add(where);
  else kept.delete(where);
  const answer = await keepDraft(where, rows, isComing).catch(() => "");
  if (answer === "later") return answer;
  if (answer !== last) tell(SAID[answer] ?? "The connection is back: what you typed is kept.");
  last = answer;
  if (answer === "" || answer === "waits") soon(AGAIN);
  if (answer === "kept" && isComing && place() === where) giveBack();
  return answer;
}

function soon(wait = RESTS) {
  clearTimeout(timer);
  isAgain = wait === AGAIN;
  timer = setTimeout(keep, wait);
  state();
}

for (const sign of ["input", "change"]) document.addEventListener(sign, (event) => isOurs(event.target.form) && soon());

// Whatever leads away from the page while the last words are not kept yet takes them along.
addEventListener("pagehide", () => {
  const rows = unsent().filter(([form]) => form !== gone);
  if ((timer || going) && last === "kept" && (rows.length || !sent)) takeAlong(place(), rows, isComing);
});

// Another row of a list is about to be shown in this place, and was shown.
document.addEventListener("northstar:leaving", () => timer && store());
document.addEventListener("northstar:shown", () => {
  delete document.documentElement.dataset.page;
  strayed = [];
  isAsked = isComing = false;
  if (kept.has(place())) giveBack();
});
document.addEventListener("northstar:sent", (event) => event.detail.includes(place()) && giveBack());
document.addEventListener("focusin", (event) => !isAsked && token && isOurs(event.target.form) && giveBack());

// After every other listener, so that one that sends the form itself has said so.
addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || !isOurs(form) || event.submitter?.formTarget === "_blank") return;
  if (!hasWords(form) && !kept.has(place())) return (gone = pathOf(form));
  clearTimeout(timer);
  timer = 0;
  going = null;
  state();
  sent = pathOf(form);
  if ((await keepThenSend(event, place(), typed(), sent)) !== "stays") return;
  sent = "";
  soon(AGAIN);
});

// Given back: every word into its field, the forms open -----------------------------------------------
function giveBack() {
  isAsked = isComing = true;
  asks += 1;
  coming = comeBack().catch(() => {}).finally(() => {
    asks -= 1;
    state();
  });
  state();
}

async function comeBack() {
  const where = place();
  const [rows, isAll] = await keptOf(where);
  if (place() !== where) return;
  isAsked = isAll;
  isComing = !isAll; // asked again with what is typed next
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
state();
