import type { Severity, Span } from "../../shared/types";

/** A stretch of the draft that is to be seen. */
export interface Mark extends Span {
  look: Severity | "lit";
}

/** What became of a change: `moved` if other words stood there by then, and nothing was written. */
export type Outcome = "applied" | "failed" | "moved";

/** A field that people write in, whatever it is made of. Offsets count UTF-16 units of what `read` gave last. */
export interface Surface {
  readonly element: HTMLElement;
  /** The text as it stands now. */
  read(): string;
  /** Show these stretches and no others. */
  paint(marks: readonly Mark[]): void;
  /** Where a stretch is on the screen. */
  rects(span: Span): DOMRect[];
  /** Replace a stretch as if it had been typed; `applied` if the field then holds what it should. */
  replace(span: Span, text: string): Promise<Outcome>;
  /** Where the caret is, or null. */
  caret(): number | null;
  focus(): void;
  dispose(): void;
}
