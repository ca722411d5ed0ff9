import type { Span } from "../../shared/types";
import type { Editor } from "../editors/editor";
import * as highlights from "./highlights";
import { until } from "./pauses";
import { replaceRange } from "./replace";
import type { Mark, Outcome, Surface } from "./surface";
import { type Reading, offsetOf, rangeOf, read } from "./walk";

/** A contenteditable field, in the hands of some editor. */
export class RichSurface implements Surface {
  #reading: Reading;

  constructor(
    readonly element: HTMLElement,
    readonly editor: Editor,
  ) {
    this.#reading = read(element, editor.foreign);
  }

  read(): string {
    this.#reading = read(this.element, this.editor.foreign);
    return this.#reading.text;
  }

  paint(marks: readonly Mark[]): void {
    const ranges = marks.map(({ start, end, look }) => ({ look, range: rangeOf(this.#reading, start, end) }));
    highlights.show(this, this.element, ranges);
  }

  rects({ start, end }: Span): DOMRect[] {
    return [...rangeOf(this.#reading, start, end).getClientRects()].filter((box) => box.width > 0);
  }

  async replace({ start, end }: Span, text: string): Promise<Outcome> {
    const before = this.read();
    const wanted = before.slice(0, start) + text + before.slice(end);
    const there = () => this.read().trimEnd() === wanted.trimEnd();
    // Somebody may type on meanwhile: at the same offsets stand other words then, and those are theirs.
    const range = () => (this.read().trimEnd() === before.trimEnd() ? rangeOf(this.#reading, start, end) : null);
    if (!(await replaceRange(this.element, range, text, this.editor.lines))) return "moved";
    return (await until(there, 300)) ? "applied" : "failed";
  }

  caret(): number | null {
    const root = this.element.getRootNode() as Document | (ShadowRoot & { getSelection?: () => Selection | null });
    const selection = ("getSelection" in root && root.getSelection?.()) || document.getSelection();
    if (!selection?.focusNode || !this.element.contains(selection.focusNode)) return null;
    return offsetOf(this.#reading, selection.focusNode, selection.focusOffset);
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  dispose(): void {
    highlights.show(this, this.element, []);
  }
}
