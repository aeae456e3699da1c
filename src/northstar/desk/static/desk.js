// The keyboard of the desk: single letters outside fields, with a visible button for every key.
const inField = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
const keysAreOff = () => document.documentElement.dataset.keys === "off";
let prefix = "";

function rows() {
  return [...document.querySelectorAll("[data-row]")];
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, now < 0 ? 0 : now + step))];
  (next.querySelector("a") ?? next).focus();
}

function open(element) {
  const link = element.closest("[data-row]")?.querySelector("a");
  link?.click();
  return Boolean(link);
}

function press(key) {
  const wanted = prefix ? `${prefix} ${key}` : key;
  prefix = "";
  const target = document.querySelector(`[data-key="${CSS.escape(wanted)}"]`);
  if (!target) return false;
  if (target.matches("input, select, textarea, summary")) target.focus();
  else target.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (keysAreOff() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (inField(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const key = event.key.toLowerCase();
  if (!prefix && key === "g") {
    prefix = "g";
    return;
  }
  if (!prefix && (key === "j" || event.key === "ArrowDown")) move(1);
  else if (!prefix && (key === "k" || event.key === "ArrowUp")) move(-1);
  else if (!prefix && key === "o" && open(event.target)) return;
  else if (!press(key)) return;
  event.preventDefault();
});

// A row's details are shown beside the list as soon as the row has the focus.
let asked = 0;
async function showBeside(link) {
  const beside = document.getElementById("beside");
  if (!beside || !link.dataset.beside || getComputedStyle(beside).display === "none") return false;
  const mine = ++asked;
  beside.setAttribute("aria-busy", "true");
  const answer = await fetch(link.dataset.beside, { headers: { "Northstar-Part": "beside" } });
  if (!answer.ok || answer.redirected || mine !== asked) return true;
  beside.innerHTML = await answer.text();
  beside.removeAttribute("aria-busy");
  for (const row of rows()) row.toggleAttribute("aria-current", row.contains(link));
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
