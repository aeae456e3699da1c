// The call screen: a number is dialled without leaving the page, 1 to 9 say how it ended, and what is
// typed is kept on the server while it is typed; without a connection it waits in the browser: waiting.js.
import { fill, isBox, tick } from "./given-back.js";
import { keepThenSend } from "./sending.js";
import { keepDraft, keptOf, takeAlong } from "./waiting.js";

const form = document.querySelector("[data-call]");
const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
const say = (words) => (document.getElementById("live").textContent = words);
const field = (name) => form.elements[name];

async function post(address, words) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, ...words });
  return fetch(address, { method: "POST", body, headers: { "Northstar-Part": "call" } });
}

// Dialling --------------------------------------------------------------------------------------
let dials = false;
async function dial(event) {
  event.preventDefault();
  if (dials) return;
  dials = true;
  const from = event.currentTarget;
  const answer = await post(from.action, Object.fromEntries(new FormData(from))).catch(() => null);
  dials = false;
  if (answer?.headers.has("Northstar-Go")) return location.assign(answer.headers.get("Northstar-Go"));
  const trouble = document.querySelector("[data-trouble]");
  const told = answer?.ok ? await answer.json() : { error: "It was not dialled. Try again, or dial by hand." };
  trouble.hidden = !told.error;
  trouble.textContent = told.error ?? "";
  if (told.error) return;
  field("dial").value = told.dial;
  field("number").value = told.number;
  document.querySelector("[data-dialled]").textContent = told.says;
  if (told.outcome) choose(form.querySelector(`[name=outcome][value="${told.outcome}"]`));
  say(told.says);
  if (from.dataset.tel) location.href = from.dataset.tel;
}

for (const one of document.querySelectorAll("[data-dial]")) one.addEventListener("submit", dial);

for (const link of document.querySelectorAll("[data-emergency]")) {
  link.addEventListener("click", () => {
    field("emergency").value = [field("emergency").value, link.dataset.emergency].filter(Boolean).join(", ");
    changed();
  });
}

// One key says how it ended ------------------------------------------------------------------------
function choose(radio) {
  radio.checked = true;
  radio.focus();
  changed();
}

// The keys of the page work from a box or a choice too, where nobody is writing words.
const isWords = (element) => element.matches("textarea, select, input:not([type=radio], [type=checkbox])");
const keysAreOff = (event) => document.documentElement.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey;

function press(key, from) {
  const outcome = form.querySelector(`[data-outcome="${key}"] input`);
  if (outcome) return choose(outcome);
  const target = document.querySelector(`.calling [data-key="${CSS.escape(key)}"]`);
  if (target?.matches("[data-key=v]")) return toggle(target);
  if (!target || !isBox(from)) return false;
  if (target.matches("summary")) target.parentElement.open = true;
  if (target.matches("a, button")) target.click();
  else target.focus();
}

function toggle(box) {
  box.checked = !box.checked;
  box.focus();
  changed();
}

document.addEventListener("keydown", (event) => {
  if (keysAreOff(event) || isWords(event.target) || document.querySelector("dialog[open]")) return;
  if (press(event.key.toLowerCase(), event.target) !== false) event.preventDefault();
});

document.querySelector("[data-goes]")?.addEventListener("change", async (event) => {
  await keep();
  event.target.form.requestSubmit();
});

// What is typed is kept while it is typed ----------------------------------------------------------
let timer = 0;
let sent = false;
const SAID = {
  kept: "Kept while you type.",
  waits: "No connection. It waits here, encrypted.",
  "too long": "Too long to be kept while you type.",
  "": "Not kept just now; it stands here.",
};
const [RESTS, AGAIN] = [1200, 5000];
function soon(wait) {
  clearTimeout(timer);
  isAgain = wait === AGAIN;
  timer = setTimeout(keep, wait);
  state();
}
const changed = () => soon(RESTS);

const NOT_TYPED = ["csrfmiddlewaretoken", "line", "key", "purpose", "when_shown"];
const isUntouched = (name, words) => name === "when" && words === field("when_shown").value;
function typed() {
  return [...new FormData(form)].filter(([name, words]) => words && !NOT_TYPED.includes(name) && !isUntouched(name, words)).map(([name, words]) => ["call", name, words]);
}

let going = null; // what is on its way to the server
let isComing = false;
let coming = Promise.resolve(); // what was typed before; until it is here, what is typed now does not replace it
async function keep() {
  await coming;
  return store();
}

function store() {
  const mine = (going = keepNow().finally(() => {
    if (going === mine) going = null;
    state();
  }));
  state();
  return mine;
}

// As on every page: whether anything typed is still on its way, to the server or back.
let [asks, last, isAgain] = [0, "kept", false];
function state() {
  form.dataset.typed = (timer && !isAgain) || going || asks ? "open" : last || "nowhere";
}

async function keepNow() {
  clearTimeout(timer);
  timer = 0;
  if (sent) return;
  const answer = await keepDraft(form.dataset.place, typed(), isComing).catch(() => "");
  if (answer === "later") return answer;
  last = answer;
  document.querySelector("[data-kept]").textContent = SAID[answer];
  if (answer === "" || answer === "waits") soon(AGAIN);
  if (answer === "kept" && isComing) giveBack();
  return answer;
}

function giveBack() {
  isComing = true;
  asks += 1;
  coming = comeBack().catch(() => {}).finally(() => {
    asks -= 1;
    state();
  });
  state();
}

async function comeBack() {
  const [rows, isAll] = await keptOf(form.dataset.place);
  isComing = !isAll; // asked again when what is typed is kept
  if (!rows.length) return;
  for (const [, name, words] of rows) put(name, words);
  for (const more of form.querySelectorAll("details"))
    if ([...more.querySelectorAll("input:not([type=checkbox]), select")].some((one) => one.value)) more.open = true;
  say("What you had typed about this call is here again.");
  await store();
}

function put(name, words) {
  for (const one of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (isBox(one)) one.value === words && tick(one, true);
    else if (!one.matches("[type=hidden]")) fill(one, words);
    else one.value ||= words;
  }
}

if (form) {
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    timer = 0;
    sent = true;
    const answer = await keepThenSend(event, form.dataset.place, typed(), "call");
    if (answer !== "stays") return;
    sent = false;
    soon(AGAIN);
  });
  addEventListener("pageshow", () => (sent = false));
  addEventListener("pagehide", () => (timer || going) && !sent && takeAlong(form.dataset.place, typed(), isComing));
  document.addEventListener("northstar:sent", (event) => event.detail.includes(form.dataset.place) && giveBack());
  if (!form.hasAttribute("data-refused")) giveBack();
}
