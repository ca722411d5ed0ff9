// The card at the underlined words. A pointer opens it without taking the focus; the keyboard opens it and goes in.
import { el } from "./dom.js";
import { fixes, kind, origin, reasons } from "./findings.js";
import { t } from "./texts.js";

const GAP = 8;

export function createCard(paper, { apply, closed }) {
  const card = el("div", { id: "card", className: "card", role: "dialog", tabIndex: -1, hidden: true, "aria-labelledby": "card-what" });
  paper.append(card);
  let shown = null;
  let timer = 0;

  /** Show a finding under `box` (a rectangle in the window); `place` says which of how many it is. */
  function open(finding, box, { focus = false, place = "" } = {}) {
    clearTimeout(timer);
    if (!focus && card.contains(document.activeElement)) return;
    shown = finding;
    card.className = `card ${finding.severity}`;
    card.replaceChildren(
      el("p", { className: "head" }, kind(finding), place && el("span", { className: "place" }, place)),
      el("p", { id: "card-what", className: "what" }, finding.message),
      ...[reasons(finding), fixes(finding, apply), origin(finding)].flat().filter(Boolean),
      el("button", { type: "button", className: "close", onclick: () => close(true) }, t("close")),
    );
    card.hidden = false;
    position(box, focus);
    if (focus) {
      card.focus({ preventScroll: true });
      card.scrollIntoView({ block: "nearest" });
    }
  }

  function position(box, scrolls) {
    const around = paper.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const width = card.offsetWidth;
    const left = Math.max(GAP, Math.min(box.left, room - width - GAP));
    const below = box.bottom + GAP;
    const above = box.top - GAP - card.offsetHeight;
    const top = !scrolls && below + card.offsetHeight > innerHeight && above > 0 ? above : below;
    card.style.left = `${left - around.left}px`;
    card.style.top = `${top - around.top}px`;
  }

  /** Hide it. `back` says that the focus, if it was inside, goes back to the text. */
  function close(back = false) {
    clearTimeout(timer);
    if (card.hidden) return;
    const inside = card.contains(document.activeElement);
    const finding = shown;
    shown = null;
    card.hidden = true;
    if (back) closed(finding, inside);
  }

  function closeSoon() {
    clearTimeout(timer);
    timer = setTimeout(() => card.contains(document.activeElement) || close(), 300);
  }

  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && closeSoon());
  card.addEventListener("focusout", (event) => card.contains(event.relatedTarget) || close());

  return { open, close, closeSoon, finding: () => shown };
}
