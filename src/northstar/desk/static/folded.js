// Long lists of a person: the rest of one, or what holds some words, comes into its place when asked.
// Without this script the same links and forms open the list as a page of its own.
const live = document.getElementById("live");

async function fill(place, address, options) {
  place.setAttribute("aria-busy", "true");
  const answer = await fetch(address, { ...options, headers: { "Northstar-Part": "rows" } }).catch(() => null);
  place.removeAttribute("aria-busy");
  if (!answer) return false;
  // Signed out or locked meanwhile: to the door, and back to this page afterwards.
  if (answer.headers.has("Northstar-Go")) location.assign(answer.headers.get("Northstar-Go"));
  if (!answer.ok || answer.redirected) return false;
  place.innerHTML = await answer.text();
  live.textContent = `${place.children.length} shown`;
  return true;
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-load]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const place = document.getElementById(link.dataset.into);
  const before = place.children.length;
  if (!(await fill(place, link.dataset.load, {}))) return location.assign(link.href);
  link.closest("p").remove();
  place.children[before]?.querySelector("a")?.focus();
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-into]");
  const place = form && document.getElementById(form.dataset.into);
  if (!place) return;
  event.preventDefault();
  if (!(await fill(place, form.action, { method: "POST", body: new FormData(form) }))) form.submit();
});
