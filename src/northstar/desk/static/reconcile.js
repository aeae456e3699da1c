// Reconciling by keyboard: 1 to 5 choose a column of the row in focus, Enter accepts it and goes on,
// J and K move, P says it in plain words. Every key has its visible twin.
const form = document.querySelector("[data-reconcile]");
const keysAreOff = () => document.documentElement.dataset.keys === "off";
const isText = (element) => element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
const rows = () => [...form.querySelectorAll("[data-item]")];
const chosen = (row) => row.querySelector("input[type=radio]:checked");
const reason = (row) => row.querySelector("input[name^=reason-]");
const leavesOff = (choice) => choice.value === "off" || choice.closest(".off") !== null;
const isDone = (row) => chosen(row) && (reason(row).value.trim() || (!row.hasAttribute("data-reason") && !leavesOff(chosen(row))));

function goTo(row) {
  (chosen(row) ?? row.querySelector("input[type=radio]")).focus();
  row.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = rows();
  const now = all.indexOf(document.activeElement.closest("[data-item]"));
  goTo(all[Math.min(all.length - 1, Math.max(0, now + step))]);
}

// A column with several versions is gone through by pressing its key again.
function choose(row, column) {
  const offers = [...row.querySelectorAll(`input[data-column="${column}"]`)];
  if (!offers.length) return;
  const next = offers[(offers.findIndex((offer) => offer.checked) + 1) % offers.length];
  next.checked = true;
  next.focus();
}

function accept(row) {
  if (!chosen(row)) return goTo(row);
  if (!isDone(row)) return reason(row).focus();
  const all = rows();
  const at = all.indexOf(row);
  const next = [...all.slice(at + 1), ...all.slice(0, at)].find((other) => !isDone(other));
  if (next) goTo(next);
  else form.querySelector("button.pri").focus();
}

function toggle(button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  form.classList.toggle("plain-on", on);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const row = event.target.closest("[data-item]");
  if (event.key === "Enter" && row && !event.target.matches("a, button")) {
    event.preventDefault();
    accept(row);
    return;
  }
  if (keysAreOff() || isText(event.target)) return;
  const key = event.key.toLowerCase();
  if (row && key >= "1" && key <= "5" && key.length === 1) choose(row, key);
  else if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if (key === "p" && event.target.matches("input")) toggle(document.querySelector("[data-plain]"));
  else return;
  event.preventDefault();
}

if (form) {
  document.addEventListener("keydown", onKey);
  document.querySelector("[data-plain]").addEventListener("click", (event) => toggle(event.currentTarget));
}
