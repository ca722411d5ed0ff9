import type { Finding } from "../../shared/types";
import type { Session } from "../session";

/** Milliseconds that a pointer rests on words before the card opens. */
const REST = 220;

/** Which underlined words a pointer is on, by their rectangles: no browser tells that of highlights alike. */
export class Hover {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over: Finding | null = null;

  constructor(private readonly open: (session: Session, finding: Finding) => void) {}

  move(session: Session, x: number, y: number): void {
    const found = at(session, x, y);
    if (found === this.#over) return;
    this.leave();
    this.#over = found;
    if (found) this.#timer = setTimeout(() => this.open(session, found), REST);
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.#over = null;
  }
}

/** The finding under a point; the shorter one where two overlap. */
export function at(session: Session, x: number, y: number): Finding | null {
  const hit = session.spans.filter((span) =>
    session.surface.rects(span).some((box) => x >= box.left - 1 && x <= box.right + 1 && y >= box.top - 1 && y <= box.bottom + 3),
  );
  return hit.sort((a, b) => a.end - a.start - (b.end - b.start))[0] ?? null;
}
