import type { Texts, TextKey } from "../../shared/texts";
import type { Session, State } from "../session";
import { does, el } from "./dom";
import { icon } from "./icons";
import { visiblePart } from "./place";

const ICONS = { off: "off", empty: "wave", checking: "wave", ok: "check", hint: "wave", advice: "wave", stop: "stop", away: "away" } as const;

/** The small sign at a composer: whether its text is read, and what there is to say. */
export class MarkView {
  readonly element: HTMLButtonElement;
  #state: State | null = null;
  #said = "";

  constructor(private readonly session: Session, open: () => void) {
    this.element = does(el("button", { type: "button", class: "mark", "aria-haspopup": "dialog" }), open);
  }

  render(texts: Texts): void {
    const { state, findings } = this.session;
    const n = findings.length;
    const label = texts.say(`mark_${state}` as TextKey, { n });
    const said = `${state} ${n} ${label}`;
    if (said === this.#said) return;
    this.#said = said;
    this.#state = state;
    this.element.dataset.state = state;
    this.element.setAttribute("aria-label", label);
    this.element.title = label;
    const counts = (state === "advice" || state === "hint" || state === "stop") && n > 0;
    this.element.replaceChildren(icon(ICONS[state]), ...(counts ? [String(n)] : []));
  }

  /** Follow the composer; hidden while it cannot be seen. */
  follow(): void {
    const part = visiblePart(this.session.surface.element);
    this.element.hidden = !part || part.height < 12 || part.width < 60;
    if (!part) return;
    const width = this.element.offsetWidth || 26;
    this.element.style.left = `${Math.round(Math.min(part.right - width - 6, window.innerWidth - width - 2))}px`;
    this.element.style.top = `${Math.round(Math.min(part.bottom - 13, window.innerHeight - 26))}px`;
  }

  get shown(): State | null {
    return this.#state;
  }
}
