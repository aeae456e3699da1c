// A form with somebody's words goes out. First the words are kept, here and on the server; then it is sent,
// and says by which mark. Where the server cannot be reached the form stays on the screen as it is.
import { holdDraft } from "./waiting.js";

const said = new WeakMap(); // what a form that goes out tells of its draft
const held = new WeakSet();
const root = document.documentElement;

// The page as the server knows it: one that came back refused stands under the address of its form.
export const pageAt = () => root.dataset.page || location.pathname + location.search;

// For a listener of "submit": `name` is the form's among the rows of its draft. Says "goes" the second time,
// when the browser sends it; "stays" where there is no connection.
export async function keepThenSend(event, place, typed, name) {
  const { target: form, submitter } = event;
  if (said.has(form)) return "goes";
  event.preventDefault();
  if (held.has(form)) return "held";
  held.add(form);
  const mark = globalThis.crypto?.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  const answer = await holdDraft(place, typed, mark).finally(() => held.delete(form));
  if (answer !== "kept" && answer !== "too long") {
    document.getElementById("live").textContent = "Not sent: no connection. What you typed is not lost; send it again when the connection is back.";
    return "stays";
  }
  said.set(form, { desk_page: pageAt(), desk_draft: place, desk_form: name, desk_mark: mark });
  form.requestSubmit(submitter);
  setTimeout(() => said.delete(form)); // were it not valid, the next press begins anew
  return "sent";
}

document.addEventListener("formdata", (event) => {
  for (const [name, value] of Object.entries(said.get(event.target) ?? {})) event.formData.set(name, value);
});
