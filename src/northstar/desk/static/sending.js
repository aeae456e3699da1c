// A form with somebody's words goes out. First the words are kept, here and on the server; then it is sent,
// and says by which mark. Where the server cannot be reached the form stays on the screen as it is.
import { anyMark, holdDraft } from "./waiting.js";

const said = new WeakMap(); // what a form that goes out tells of its draft
const held = new WeakSet();
const went = new WeakSet();
const root = document.documentElement;

// The page as the server knows it: one that came back refused stands under the address of its form, and what is
// typed about a row of a list belongs to that row, also where the list opened with it.
export function pageAt() {
  if (root.dataset.page) return root.dataset.page;
  const { pathname, search } = document.querySelector("[data-row][aria-current] a[data-beside]") ?? location;
  return pathname + search;
}

// For a listener of "submit": `name` is the form's among the rows of its draft. Says "goes" the second time,
// when the browser sends it; "stays" where it does not go.
export async function keepThenSend(event, place, typed, name) {
  const { target: form, submitter } = event;
  if (said.has(form)) {
    went.add(form);
    return "goes";
  }
  event.preventDefault();
  if (held.has(form)) return "held";
  held.add(form);
  const mark = anyMark();
  const answer = await holdDraft(place, typed, mark).finally(() => held.delete(form));
  if (answer !== "kept" && answer !== "too long") {
    document.getElementById("live").textContent = "Not sent: no connection. What you typed is not lost; send it again when the connection is back.";
    return "stays";
  }
  said.set(form, { desk_page: pageAt(), desk_draft: place, desk_form: name, desk_mark: mark });
  went.delete(form);
  form.requestSubmit(submitter);
  setTimeout(() => said.delete(form)); // were it not valid, the next press begins anew
  return went.has(form) ? "sent" : "stays"; // it may have become incomplete meanwhile
}

document.addEventListener("formdata", (event) => {
  for (const [name, value] of Object.entries(said.get(event.target) ?? {})) event.formData.set(name, value);
});
