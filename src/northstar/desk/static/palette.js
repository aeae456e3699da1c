// The palette (Ctrl K), the map of the keys (?), the filter of a list (/), and what is said aloud.
const palette = document.getElementById("palette");
const live = document.getElementById("live");

function say(words) {
  live.textContent = "";
  setTimeout(() => (live.textContent = words), 50);
}

function open(dialog) {
  if (!dialog || dialog.open) return;
  if (dialog === palette) offer();
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open(palette);
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (!opener || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  open(document.getElementById(opener.dataset.opens));
});

// What can be done here is what has a key here: the palette presses the same button.
function offer() {
  const hits = palette.querySelector("[data-hits]");
  for (const old of hits.querySelectorAll("[data-act]")) old.remove();
  for (const target of document.querySelectorAll("#beside [data-key], .head [data-key]")) {
    const words = target.textContent.replace(target.querySelector("kbd")?.textContent ?? "", "").trim();
    const item = document.createElement("li");
    item.dataset.act = "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "hit";
    button.textContent = words || target.getAttribute("aria-label") || "";
    button.addEventListener("click", () => {
      palette.close();
      if (target.matches("summary")) target.parentElement.open = true;
      target.focus();
      if (!target.matches("summary")) target.click();
    });
    item.append(button);
    if (words) hits.append(item);
  }
}

function sift(items, words) {
  const wanted = words.toLowerCase().trim();
  let shown = 0;
  for (const item of items) {
    item.hidden = wanted !== "" && !item.textContent.toLowerCase().includes(wanted);
    if (!item.hidden) shown += 1;
  }
  return shown;
}

let waiting = 0;
let answered = ""; // for which words the people stand there
async function ask(form) {
  const mine = ++waiting;
  const hits = palette.querySelector("[data-hits]");
  const sought = form.elements.sought.value.trim();
  sift(hits.querySelectorAll("[data-place], [data-act]"), sought);
  if (sought.length < 2) {
    for (const old of hits.querySelectorAll("[data-found]")) old.remove();
    return;
  }
  hits.setAttribute("aria-busy", "true");
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { "Northstar-Part": "found" },
  }).catch(() => null);
  if (mine !== waiting) return;
  hits.removeAttribute("aria-busy");
  for (const old of hits.querySelectorAll("[data-found]")) old.remove();
  if (answer?.headers.has("Northstar-Go")) location.assign(answer.headers.get("Northstar-Go"));
  if (!answer?.ok || answer.redirected) return;
  const found = document.createElement("ul");
  found.innerHTML = await answer.text();
  for (const item of found.querySelectorAll("li")) item.dataset.found = "";
  hits.prepend(...found.children);
  answered = sought;
  say(`${hits.querySelectorAll("[data-found] a").length} people found`);
}

if (palette) {
  const form = palette.querySelector("[data-find]");
  let pause = 0;
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => ask(form), 180);
  });
  form.addEventListener("submit", (event) => {
    // Enter may come before the pause after typing has ended: who was found for other words is not meant.
    if (form.elements.sought.value.trim() !== answered)
      for (const old of palette.querySelectorAll("[data-found]")) old.remove();
    sift(palette.querySelectorAll("[data-place], [data-act]"), form.elements.sought.value);
    const first = [...palette.querySelectorAll(".hit")].find((hit) => !hit.closest("li").hidden);
    if (!first) return;
    event.preventDefault();
    first.click();
  });
  palette.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [form.elements.sought, ...palette.querySelectorAll("li:not([hidden]) .hit")];
    const at = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    stops[Math.min(stops.length - 1, Math.max(0, at))].focus();
    event.preventDefault();
  });
}

for (const form of document.querySelectorAll("[data-sift]")) {
  form.hidden = false;
  const field = form.querySelector("input");
  field.addEventListener("input", () => {
    const shown = sift(document.querySelectorAll("[data-row]"), field.value);
    for (const batch of document.querySelectorAll(".batch"))
      batch.hidden = !batch.querySelector("[data-row]:not([hidden])");
    say(`${shown} row${shown === 1 ? "" : "s"} shown`);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
}

// After an act the page comes back at the next row: the focus goes there, and the result is said.
const row = /^#row-[0-9a-f-]+$/.test(location.hash) && document.querySelector(location.hash);
if (row) row.focus();
const told = [...document.querySelectorAll("[data-announce]")].map((note) => note.textContent);
if (told.length) say(told.join(" "));
