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
  else if (!press(key)) return;
  event.preventDefault();
});
