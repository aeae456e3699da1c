// What was typed before comes back a moment after the page: into a field in which somebody writes already it
// comes beside the new words, and never instead of them.
const touched = new WeakSet();
for (const sign of ["input", "change"])
  document.addEventListener(sign, (event) => event.isTrusted && touched.add(event.target), true);

export const isBox = (field) => field.matches("[type=checkbox], [type=radio]");
const isText = (field) => field.matches("textarea, input:not([type=hidden], [type=date], [type=time], [type=datetime-local], [type=number])");

export function fill(field, words) {
  if (!isTaken(field) || words.includes(field.value)) field.value = words;
  else if (isText(field) && !field.value.includes(words)) field.value = words + (field.matches("textarea") ? "\n" : " ") + field.value;
}

export function tick(box, on) {
  const group = box.type === "radio" ? [...box.form.elements].filter((one) => one.name === box.name) : [box];
  if (!group.some(isTaken)) box.checked = on;
}

// Also what was written before this script was there.
function isTaken(field) {
  if (touched.has(field)) return true;
  if (isBox(field)) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return isChosen(field);
  return field.value !== field.defaultValue;
}

export const firstOf = (select) => [...select.options].find((option) => option.defaultSelected) ?? select.options[0];
const isChosen = (select) => select.value !== firstOf(select)?.value;
