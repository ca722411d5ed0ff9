// Draws underlines behind a text field. A copy of the text lies under the field in the same cell of a grid, with the
// letters invisible and the marks visible. The copy gives the cell its height, so the field grows and never scrolls;
// the field itself is not touched: its scrolling, typing and undo stay the browser's.
import { el } from "./dom.js";
import { segments } from "./spans.js";

export function createMirror(field) {
  const copy = field.previousElementSibling;
  let marks = []; // [{node, owners}]

  /** Draw layers of {start, end, look, owner?}. A mark takes the looks of all layers that lie over it. */
  function paint(layers) {
    const text = field.value;
    marks = [];
    const parts = segments(text.length, layers).map(({ start, end, layers: over }) => {
      const words = text.slice(start, end);
      if (!over.length) return words;
      const node = el("span", { className: `mark ${over.map((layer) => layer.look).join(" ")}` }, words);
      marks.push({ node, owners: over.map((layer) => layer.owner).filter(Boolean) });
      return node;
    });
    copy.replaceChildren(...parts, "\u200b"); // gives an empty last line its height
  }

  /** What is marked under a point of the window: the owners, the last drawn first. */
  function at(x, y) {
    const under = new Set(document.elementsFromPoint(x, y));
    const owners = marks.filter((mark) => under.has(mark.node)).flatMap((mark) => mark.owners);
    return owners.reverse();
  }

  /** Boxes of an owner's words, one a line. */
  const boxes = (owner) => marks.filter((m) => m.owners.includes(owner)).flatMap((m) => [...m.node.getClientRects()]);

  return { paint, at, boxes };
}
