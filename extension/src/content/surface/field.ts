import type { Span } from "../../shared/types";
import { el } from "../ui/dom";
import type { Host } from "../ui/host";
import { visiblePart } from "../ui/place";
import { Mirror } from "./mirror";
import { until } from "./pauses";
import type { Mark, Outcome, Surface } from "./surface";

/** Lines that are drawn at most: beyond that a draft is not read, it is skimmed. */
const DRAWN = 100;

type Field = HTMLTextAreaElement | HTMLInputElement;

/** A textarea or a one-line field. */
export class FieldSurface implements Surface {
  readonly #mirror: Mirror;
  readonly #layer: HTMLElement;
  readonly #abort = new AbortController();
  readonly #sizes: ResizeObserver;
  #marks: readonly Mark[] = [];
  #drawing = 0;

  constructor(
    readonly element: Field,
    private readonly host: Host,
  ) {
    this.#mirror = new Mirror(element);
    this.#layer = el("div", { class: "lines", "aria-hidden": "true" });
    this.#sizes = new ResizeObserver(() => this.#restyle());
    this.#sizes.observe(element);
    const { signal } = this.#abort;
    element.addEventListener("focus", () => this.#restyle(), { signal });
    element.addEventListener("scroll", () => this.#drawSoon(), { signal, passive: true });
    window.addEventListener("scroll", () => this.#drawSoon(), { signal, passive: true, capture: true });
    window.addEventListener("resize", () => this.#restyle(), { signal, passive: true });
  }

  read(): string {
    return this.element.value;
  }

  paint(marks: readonly Mark[]): void {
    this.#marks = marks;
    if (marks.length) {
      if (!this.#layer.isConnected) this.host.root.append(this.#layer, this.#mirror.copy);
      this.#drawSoon();
    } else this.#hide();
  }

  rects(span: Span): DOMRect[] {
    if (!this.#mirror.copy.isConnected) this.host.root.append(this.#mirror.copy);
    this.#mirror.write(this.element.value);
    return this.#mirror.rects(span);
  }

  async replace({ start, end }: Span, text: string): Promise<Outcome> {
    const before = this.element.value;
    const wanted = before.slice(0, start) + text + before.slice(end);
    this.element.focus({ preventScroll: true });
    this.element.setSelectionRange(start, end);
    // The one way that keeps the field's own undo.
    if (text) document.execCommand("insertText", false, text);
    else document.execCommand("delete");
    return (await until(() => this.element.value === wanted, 300)) ? "applied" : "failed";
  }

  caret(): number | null {
    return this.element.selectionEnd;
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  dispose(): void {
    this.#abort.abort();
    this.#sizes.disconnect();
    this.#hide();
  }

  #restyle(): void {
    this.#mirror.restyle();
    this.#drawSoon();
  }

  #drawSoon(): void {
    if (!this.#marks.length) return;
    this.#drawing ||= requestAnimationFrame(() => {
      this.#drawing = 0;
      this.#draw();
    });
  }

  #draw(): void {
    if (!this.#marks.length) return;
    const from = __TEST__ ? performance.now() : 0;
    this.#mirror.write(this.element.value);
    const part = visiblePart(this.element);
    this.#layer.hidden = !part;
    // Nothing is drawn where the page itself has scrolled the field away.
    if (part) this.#layer.style.clipPath = `inset(${part.top}px ${innerWidth - part.right}px ${innerHeight - part.bottom - 3}px ${part.left}px)`;
    const lines: HTMLElement[] = [];
    for (const mark of this.#marks.slice(0, DRAWN))
      for (const box of this.#mirror.rects(mark)) lines.push(line(mark, box));
    this.#layer.replaceChildren(...lines);
    if (__TEST__) performance.measure("kalm-key", { start: from });
  }

  #hide(): void {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = 0;
    this.#layer.remove();
    this.#mirror.copy.remove();
  }
}

function line({ look, start }: Mark, box: DOMRect): HTMLElement {
  const drawn = el("i", { class: `line ${look}`, "data-start": start });
  drawn.style.cssText = `left:${box.left}px;top:${box.top}px;width:${box.width}px;height:${box.height}px`;
  return drawn;
}
