// The letters on the buttons of a row mean the row that has the focus; before any has, the first one.
// A letter that the rows use means the row here, whatever it opens on other pages.
const letters = new Set([...document.querySelectorAll("[data-act]")].map((act) => act.dataset.act));
for (const other of document.querySelectorAll("[data-key]:not([data-act])")) {
  if (letters.has(other.dataset.key)) delete other.dataset.key;
}

function give(row) {
  for (const other of document.querySelectorAll("[data-act][data-key]")) delete other.dataset.key;
  for (const act of row?.querySelectorAll("[data-act]") ?? []) act.dataset.key = act.dataset.act;
}
give(document.querySelector("[data-row]"));
document.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-row]");
  if (row) give(row);
});
