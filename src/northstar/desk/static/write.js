// While somebody writes, the server says how hard it reads. Without this script "Measure again" does.
const form = document.getElementById("writing");
const place = document.getElementById("grade");
const PAUSE = 500; // milliseconds without a key
let waiting = 0;
let asked = 0;

async function measure() {
  const turn = ++asked;
  const told = new FormData(form);
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "text", "language"]) body.set(name, told.get(name) ?? "");
  const answer = await fetch(form.dataset.grade, { method: "POST", body });
  if (answer.ok && !answer.redirected && turn === asked) place.innerHTML = await answer.text();
}

form?.addEventListener("input", (event) => {
  if (event.target.id !== "text" && event.target.id !== "language") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => measure().catch(() => {}), PAUSE);
});
