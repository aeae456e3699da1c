// A press counts once. A form that is on its way is not sent again, however long the answer takes; a key that is
// held down does not act on the next row, which stands there before the finger has left it.
const ENOUGH = 10_000; // milliseconds; a form that brings a file leaves the page as it is, and may be sent again
const goes = new Set();

// After every other listener: what one of them sends by itself, or keeps back, it looks after.
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || event.submitter?.formTarget === "_blank") return;
  if (goes.has(form)) return event.preventDefault();
  goes.add(form);
  setTimeout(() => goes.delete(form), ENOUGH);
});
addEventListener("pageshow", () => goes.clear());

addEventListener(
  "keydown",
  (event) => {
    const isNewLine = event.target.matches?.("textarea") && !event.ctrlKey && !event.metaKey;
    if (!event.repeat || event.key !== "Enter" || isNewLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
