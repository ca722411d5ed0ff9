// Changes a text field the way a person would, so that the browser's own undo goes on working.

/** Replace `field.value[start:end]`. One undo step. execCommand is old, and the only way that keeps that history. */
export function replace(field, start, end, text) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  if (start === end && !text) return;
  const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (!done) {
    field.setRangeText(text, start, end, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

/** Replace the whole text. */
export const fill = (field, text) => replace(field, 0, field.value.length, text);
