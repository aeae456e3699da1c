// The keyboard of the desk: single letters outside fields, with a visible button for every key.
const inField = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
const keysAreOff = () => document.documentElement.dataset.keys === "off";
const remapped = new Map(Object.entries(JSON.parse(document.documentElement.dataset.keymap || "{}")));
const original = new Map([...remapped].map(([act, key]) => [key, act]));
let prefix = "";

// Whoever has put an act on another key presses that one; the key it had before does nothing then.
function meant(key) {
  return original.get(key) ?? (remapped.has(key) ? "" : key);
}

// The hints on the buttons show the keys as this person has them.
function hint(within) {
  for (const target of within.querySelectorAll("[data-key]")) {
    const mine = remapped.get(target.dataset.key);
    const shown = target.querySelector("kbd");
    if (mine && shown) shown.textContent = mine.toUpperCase();
  }
  for (const shown of within.querySelectorAll(".keymap kbd")) {
    const afterG = shown.previousElementSibling?.dataset.was === "g";
    shown.dataset.was = shown.textContent.toLowerCase();
    const mine = !afterG && remapped.get(shown.dataset.was);
    if (mine) shown.textContent = mine.toUpperCase();
  }
}
hint(document);

const selected = () => [...document.querySelectorAll(".pick input:checked")];

function count() {
  const all = selected().length;
  const words = document.querySelector("[data-count]");
  if (words) words.textContent = `${all} row${all === 1 ? "" : "s"} selected`;
  return all;
}
count();
document.addEventListener("change", (event) => event.target.closest(".pick") && count());

function clear() {
  for (const box of selected()) box.checked = false;
  count();
  document.querySelector("[data-row][aria-current] a")?.focus();
}

// X selects the row that has the focus, else the one whose details are shown.
function select() {
  const row = document.activeElement.closest("[data-row]") ?? document.querySelector("[data-row][aria-current]");
  const box = row?.querySelector(".pick input");
  if (!box) return false;
  box.checked = !box.checked;
  const live = document.getElementById("live");
  live.textContent = `${box.getAttribute("aria-label")}: ${box.checked ? "selected" : "not selected"}, ${count()} in all`;
  return true;
}

function rows() {
  return [...document.querySelectorAll("[data-row]:not([hidden])")];
}

function move(step) {
  const menu = document.activeElement.closest(".folded[open]");
  if (menu) {
    const links = [...menu.querySelectorAll("a")];
    return links.at((links.indexOf(document.activeElement) + step) % links.length).focus();
  }
  const all = rows();
  if (!all.length) return;
  const focused = all.findIndex((row) => row.contains(document.activeElement));
  const now = focused < 0 ? all.findIndex((row) => row.matches("[aria-current]")) : focused;
  const next = all[Math.min(all.length - 1, Math.max(0, now + step))];
  (next.querySelector("a") ?? next).focus();
}

function open(element) {
  const link = element.closest("[data-row]")?.querySelector("a");
  link?.click();
  return Boolean(link);
}

// A key opens the small form behind a button and goes into its first field; the others close.
function unfold(summary) {
  for (const other of document.querySelectorAll("details.act[open]")) other.open = false;
  summary.parentElement.open = true;
  (summary.parentElement.querySelector("select, input:not([type=hidden]), textarea, .folded>div>a") ?? summary).focus();
}

// A menu of seldom acts closes with Esc, and when the focus or the pointer goes elsewhere.
function fold() {
  const menu = document.querySelector(".folded[open]");
  if (!menu) return false;
  menu.open = false;
  menu.querySelector("summary").focus();
  return true;
}
for (const kind of ["focusin", "click"]) {
  document.addEventListener(kind, (event) => {
    const menu = document.querySelector(".folded[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
}

const waitsForItsRow = (link, key) =>
  link.matches("a[data-beside]") && !(key === "x" && document.querySelector(".pick")) && !prefix && !selected().length && !isShown(link);

function press(key) {
  const wanted = prefix ? `${prefix} ${key}` : key;
  prefix = "";
  if (wanted === "x" && document.querySelector(".pick")) return select();
  const within = selected().length && document.querySelector(`#together [data-key="${CSS.escape(wanted)}"]`);
  const every = `[data-key="${CSS.escape(wanted)}"]`;
  const target = within || document.querySelector(`:not(#together *)${every}`);
  if (!target) return false;
  if (target.matches("h1, h2, h3")) target.focus();
  else if (target.matches("summary")) unfold(target);
  else if (target.matches("input, select, textarea")) target.focus();
  else target.click();
  return true;
}

// Esc outside a field: off a selection, then back to the row, then to the page before.
function back() {
  const row = document.querySelector("[data-row][aria-current] a");
  if (selected().length) clear();
  else if (row) row.focus();
  else if (document.referrer.startsWith(location.origin) && history.length > 1) history.back();
}

// Ctrl Enter keeps the form one is in, from any of its fields.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !inField(event.target)) return;
  const around = event.target.closest("details.act") ?? event.target.form;
  const button = around?.querySelector("button.pri:not([type=button])") ?? around?.querySelector("button:not([type=button])");
  if (button) event.target.form.requestSubmit(button);
});

document.addEventListener("keydown", (event) => {
  if (keysAreOff() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (inField(event.target)) {
    if (event.key === "Escape") leave(event.target);
    return;
  }
  if (isWaiting) return event.preventDefault();
  if (event.key === "Escape") return fold() || back();
  const key = prefix ? event.key.toLowerCase() : meant(event.key.toLowerCase());
  if (!key) return;
  if (!prefix && key === "g") {
    prefix = "g";
    return;
  }
  if (event.repeat && /^[^ jk]$/.test(key)) return event.preventDefault(); // held down: it acts once
  if (!prefix && (key === "j" || event.key === "ArrowDown")) move(1);
  else if (!prefix && (key === "k" || event.key === "ArrowUp")) move(-1);
  else if (!prefix && key === "o" && !document.querySelector("#beside [data-key=o]") && open(event.target)) return;
  else if (waitsForItsRow(document.activeElement, key)) pressWhenShown(document.activeElement, key);
  else if (!press(key)) return;
  event.preventDefault();
});

// Esc in a field closes its form and gives the focus back to the row that is selected.
function leave(field) {
  const form = field.closest("details.act");
  if (form) form.open = false;
  const row = document.querySelector("[data-row][aria-current] a");
  if (row) row.focus();
  else field.blur();
}

// A row's details are shown beside the list as soon as the row has the focus.
let coming = { link: null, shown: Promise.resolve(true) };
function showBeside(link) {
  const beside = document.getElementById("beside");
  if (!beside || !link.dataset.beside || getComputedStyle(beside).display === "none") return false;
  if (coming.link !== link && isShown(link)) {
    // Back on the row that is shown: what is on its way for another row comes too late.
    coming = { link: null, shown: Promise.resolve(true) };
    beside.removeAttribute("aria-busy");
    return false;
  }
  if (coming.link !== link) coming = { link, shown: load(link, beside) };
  return coming.shown;
}

const isShown = (link) => link.closest("[data-row]").matches("[aria-current]");

async function load(link, beside) {
  beside.setAttribute("aria-busy", "true");
  const answer = await fetch(link.dataset.beside, { headers: { "Northstar-Part": "beside" } }).catch(() => null);
  if (!answer?.ok && coming.link === link) notShown(beside);
  if (!answer) return true;
  // Signed out or locked meanwhile: to the door, and back to this page afterwards.
  if (answer.headers.has("Northstar-Go")) location.assign(answer.headers.get("Northstar-Go"));
  if (!answer.ok || answer.redirected || coming.link !== link) return true;
  const shown = await answer.text();
  document.dispatchEvent(new Event("northstar:leaving"));
  beside.innerHTML = shown;
  hint(beside);
  beside.removeAttribute("aria-busy");
  for (const row of rows()) row.removeAttribute("aria-current");
  beside.setAttribute("aria-label", `Selected: ${link.textContent}`);
  link.closest("[data-row]").setAttribute("aria-current", "true");
  history.replaceState(null, "", link.href);
  document.dispatchEvent(new Event("northstar:shown"));
  coming = { link: null, shown: coming.shown };
  return true;
}

// The next press on this row asks for it again.
function notShown(beside) {
  coming = { link: null, shown: Promise.resolve(true) };
  beside.removeAttribute("aria-busy");
  document.getElementById("live").textContent = "This row could not be shown just now. Try again.";
}

// A key means the row that has the focus, even where its details are still on their way; what is
// pressed meanwhile would mean something else, and does nothing.
let isWaiting = false;
async function pressWhenShown(link, key) {
  isWaiting = true;
  await Promise.resolve(showBeside(link)).finally(() => (isWaiting = false));
  if (isShown(link)) press(key); // never on whom else it shows
}

document.addEventListener("focusin", (event) => {
  const link = event.target.closest("a[data-beside]");
  if (link) setTimeout(() => link === document.activeElement && showBeside(link), 120);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  if (event.target.closest("[data-clear]")) {
    event.preventDefault();
    clear();
  }
  const link = event.target.closest("a[data-beside]");
  const beside = document.getElementById("beside");
  if (!link || event.ctrlKey || event.metaKey) return;
  if (beside && getComputedStyle(beside).display !== "none") {
    event.preventDefault();
    link.focus();
    showBeside(link);
  } else {
    event.preventDefault();
    location.assign(link.dataset.beside);
  }
});

// A page made for paper opens the printer by itself: one key for the day on a clipboard.
if (document.querySelector("[data-print-at-once]")) addEventListener("load", () => window.print());
// Back from a source or a person: to the row one came from.
if (performance.getEntriesByType("navigation")[0]?.type === "back_forward")
  document.querySelector("[data-row][aria-current] a")?.focus();
