// A textarea's words cannot be underlined, so a hidden copy says where they are and lines are drawn there, in the
// extension's own layer.
import type { Span } from "../../shared/types";

const COPIED =
  "font-family font-size font-weight font-style font-variant font-stretch font-kerning font-feature-settings font-variation-settings font-variant-ligatures line-height letter-spacing word-spacing text-transform text-indent text-align text-rendering tab-size word-break overflow-wrap line-break hyphens direction writing-mode unicode-bidi padding-top padding-right padding-bottom padding-left".split(
    " ",
  );


/** A hidden copy of a text field, with the same line breaks. */
export class Mirror {
  readonly copy = document.createElement("div");
  readonly #words = document.createTextNode("");

  constructor(private readonly field: HTMLTextAreaElement | HTMLInputElement) {
    // The zero-width space keeps an empty last line.
    this.copy.append(this.#words, "\u200b");
    this.restyle();
  }

  /** Copy the field's looks: on focus and when its size changes, not at each key press. */
  restyle(): void {
    const from = getComputedStyle(this.field);
    const to = this.copy.style;
    for (const name of COPIED) to.setProperty(name, from.getPropertyValue(name));
    to.cssText += ";position:fixed;left:0;top:0;visibility:hidden;pointer-events:none;box-sizing:border-box;border:0;margin:0";
    to.width = `${this.field.clientWidth}px`;
    to.whiteSpace = this.field instanceof HTMLTextAreaElement ? (this.field.wrap === "off" ? "pre" : "pre-wrap") : "pre";
    if (this.field instanceof HTMLInputElement) to.lineHeight = `${this.field.clientHeight}px`;
  }

  write(text: string): void {
    if (this.#words.data !== text) this.#words.data = text;
  }

  /** Where a span stands on the screen, as far as the field shows it. */
  rects({ start, end }: Span): DOMRect[] {
    const field = this.field.getBoundingClientRect();
    const scale = field.width / this.field.offsetWidth || 1;
    const mine = this.copy.getBoundingClientRect();
    const left = field.left + this.field.clientLeft * scale;
    const top = field.top + this.field.clientTop * scale;
    const right = left + this.field.clientWidth * scale;
    const bottom = top + this.field.clientHeight * scale;
    const range = document.createRange();
    const length = this.#words.data.length;
    range.setStart(this.#words, Math.min(start, length));
    range.setEnd(this.#words, Math.min(end, length));
    const found: DOMRect[] = [];
    for (const box of range.getClientRects()) {
      const x = left + (box.left - mine.left - this.field.scrollLeft) * scale;
      const y = top + (box.top - mine.top - this.field.scrollTop) * scale;
      const from = Math.max(x, left);
      const upto = Math.min(x + box.width * scale, right);
      const high = Math.max(y, top);
      const low = Math.min(y + box.height * scale, bottom);
      if (upto > from && low > high) found.push(new DOMRect(from, high, upto - from, low - high));
    }
    return found;
  }
}
