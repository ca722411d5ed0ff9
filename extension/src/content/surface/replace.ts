// Replacing words in a rich editor so that its model, the screen and its undo agree. The order is what was measured
// to work in all editors; what an editor has once accepted is never tried in another way: some apply late, and the
// text would stand there twice.
import { frame, sleep } from "./pauses";

/** Put `text` in place of `range`, or write nothing and return false where there is none any more. `lines` says how an
 * editor takes text of several lines. */
export async function replaceRange(
  element: HTMLElement,
  range: () => Range | null,
  text: string,
  lines: "paste" | "type",
): Promise<boolean> {
  element.focus({ preventScroll: true });
  const first = range();
  if (!first) return false;
  select(element, first);
  // Editors learn of a new selection by an event that comes with the next frame (Draft.js garbles its text without).
  await frame();
  await sleep(30);
  const target = range();
  if (!target) return false;
  if (!text) {
    if (announce(element, "deleteContentBackward", null, target)) document.execCommand("delete");
  } else if (announce(element, "insertReplacementText", text, target)) {
    if (!text.includes("\n")) document.execCommand("insertText", false, text);
    else if (lines === "type" || !paste(element, text)) typeLines(text);
  }
  return true;
}

function select(element: HTMLElement, range: Range): void {
  const root = element.getRootNode() as Document | (ShadowRoot & { getSelection?: () => Selection | null });
  const selection = ("getSelection" in root && root.getSelection?.()) || document.getSelection();
  selection?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
}

/** Tell the editor what is about to happen; false if it has taken care of it itself. */
function announce(element: HTMLElement, inputType: string, data: string | null, range: Range): boolean {
  const event = new InputEvent("beforeinput", {
    inputType,
    data,
    targetRanges: [new StaticRange(range)],
    bubbles: true,
    cancelable: true,
    composed: true,
  });
  return element.dispatchEvent(event);
}

/** Paste plain text; whether the editor took it. */
function paste(element: HTMLElement, text: string): boolean {
  const options = { bubbles: true, cancelable: true, composed: true };
  const transfer = new DataTransfer();
  transfer.setData("text/plain", text);
  let event = new ClipboardEvent("paste", { ...options, clipboardData: transfer });
  // Firefox does not hand such a transfer on, but has members of its own for the same.
  if (event.clipboardData?.getData("text/plain") !== text)
    event = new ClipboardEvent("paste", { ...options, dataType: "text/plain", data: text } as ClipboardEventInit);
  return !element.dispatchEvent(event);
}

function typeLines(text: string): void {
  for (const [i, line] of text.split("\n").entries()) {
    if (i) document.execCommand("insertParagraph");
    if (line) document.execCommand("insertText", false, line);
  }
}
