// The inbox's own keys: Enter makes work of the row that is shown, a number chooses.
const off = () => document.documentElement.dataset.keys === "off";
const typing = (element) => element.closest("input:not([type=radio]), textarea, select, [contenteditable]") !== null;

// The focus is on a row whose details are still on their way: what stands beside is somebody else's.
const isElsewhere = (element) => element.closest("[data-row]")?.matches(":not([aria-current])") ?? false;

// Within an open part a number presses its button; else it says who it is.
function choose(number) {
  const within = document.querySelector("details.act[open]") ?? document;
  const target = within.querySelector(`[data-digit="${number}"]`) ?? document.querySelector(`input[data-digit="${number}"]`);
  if (!target) return false;
  target.click();
  return true;
}

// On a link, a button or a chosen person elsewhere, Enter keeps its own meaning.
function confirm(event) {
  const on = event.target;
  const free = on === document.body || on.matches("main, aside, [data-row] a, input[type=radio]");
  const button = document.querySelector('[data-key="enter"]');
  if (!free || !button || getComputedStyle(button.closest("aside, main")).display === "none") return false;
  if (on.matches("[data-row] a") && !on.closest("[data-row]").matches("[aria-current]")) return false;
  button.click();
  return true;
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (typing(event.target)) return;
    const isNumber = !off() && /^[1-9]$/.test(event.key);
    const taken = event.key === "Enter" ? confirm(event) : isNumber && (isElsewhere(event.target) || choose(event.key));
    if (!taken) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
