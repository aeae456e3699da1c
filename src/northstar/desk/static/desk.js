// The keyboard of the desk: single letters outside fields, with a visible button for every key.
const inField = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
const keysAreOff = () => document.documentElement.dataset.keys === "off";
let prefix = "";

function rows() {
  return [...document.querySelectorAll("[data-row]:not([hidden])")];
}

function move(step) {
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
  (summary.parentElement.querySelector("select, input:not([type=hidden]), textarea") ?? summary).focus();
}

function press(key) {
  const wanted = prefix ? `${prefix} ${key}` : key;
  prefix = "";
  const target = document.querySelector(`[data-key="${CSS.escape(wanted)}"]`);
  if (!target) return false;
  if (target.matches("summary")) unfold(target);
  else if (target.matches("input, select, textarea")) target.focus();
  else target.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (keysAreOff() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (inField(event.target)) {
    if (event.key === "Escape") leave(event.target);
    return;
  }
  const key = event.key.toLowerCase();
  if (!prefix && key === "g") {
    prefix = "g";
    return;
  }
  if (!prefix && (key === "j" || event.key === "ArrowDown")) move(1);
  else if (!prefix && (key === "k" || event.key === "ArrowUp")) move(-1);
  else if (!prefix && key === "o" && !document.querySelector("#beside [data-key=o]") && open(event.target)) return;
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
let asked = 0;
async function showBeside(link) {
  const beside = document.getElementById("beside");
  if (!beside || !link.dataset.beside || getComputedStyle(beside).display === "none") return false;
  const mine = ++asked;
  beside.setAttribute("aria-busy", "true");
  const answer = await fetch(link.dataset.beside, { headers: { "Northstar-Part": "beside" } });
  // Signed out or locked meanwhile: to the door, and back to this page afterwards.
  if (answer.headers.has("Northstar-Go")) location.assign(answer.headers.get("Northstar-Go"));
  if (!answer.ok || answer.redirected || mine !== asked) return true;
  beside.innerHTML = await answer.text();
  beside.removeAttribute("aria-busy");
  for (const row of rows()) row.removeAttribute("aria-current");
  beside.setAttribute("aria-label", `Selected: ${link.textContent}`);
  link.closest("[data-row]").setAttribute("aria-current", "true");
  history.replaceState(null, "", link.href);
  return true;
}

document.addEventListener("focusin", (event) => {
  const link = event.target.closest("a[data-beside]");
  if (link) setTimeout(() => link === document.activeElement && showBeside(link), 120);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
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
