// Going through the findings: hovering and clicking the words, F8 from one to the next, Escape back.
import { byPlace } from "./findings.js";
import { t } from "./texts.js";

const HOVER = 250; // ms a pointer rests on words before their card opens

/** `findings()` gives those that are drawn, `pointed()` the key of the one that is lit up. */
export function walk({ draft, mirror, card, panel, findings, pointed, say }) {
  let hovered = null;
  let wait = 0;

  draft.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse" || event.buttons) return;
    const key = mirror.at(event.clientX, event.clientY)[0] ?? null;
    if (key === hovered) return;
    hovered = key;
    clearTimeout(wait);
    if (key) wait = setTimeout(openAt, HOVER, key, event);
    else card.closeSoon();
  });
  draft.addEventListener("pointerleave", () => {
    hovered = null;
    clearTimeout(wait);
    card.closeSoon();
  });
  draft.addEventListener("click", (event) => {
    clearTimeout(wait);
    const key = mirror.at(event.clientX, event.clientY)[0];
    if (key && draft.selectionStart === draft.selectionEnd) openAt(key, event);
  });

  function openAt(key, { clientX, clientY }) {
    const finding = findings().find((one) => one.key === key);
    const boxes = mirror.boxes(key);
    const over = (box) => box.left <= clientX && clientX <= box.right && box.top <= clientY && clientY <= box.bottom;
    if (finding && boxes.length) card.open(finding, boxes.find(over) ?? boxes[0]);
  }

  /** Go to the next finding (or the previous) from the open one, or from the caret. */
  function step(direction) {
    const all = byPlace(findings());
    if (!all.length) return say(t("none_next"));
    const key = card.finding()?.key ?? pointed();
    let at = all.findIndex((finding) => finding.key === key);
    if (at < 0) {
      const caret = document.activeElement === draft ? draft.selectionStart : -1;
      at = all.findLastIndex((finding) => (finding.start ?? -1) < caret);
      if (direction < 0) at += 1;
    }
    const finding = all[(at + direction + all.length) % all.length];
    if (finding.start === null) {
      card.close();
      return panel.reveal(finding.key);
    }
    draft.setSelectionRange(finding.start, finding.start);
    const [box] = mirror.boxes(finding.key);
    if (box.top < 0 || box.bottom > innerHeight) scrollBy({ top: box.top - innerHeight / 3 });
    card.open(finding, mirror.boxes(finding.key)[0], { focus: true, place: t("of", { n: all.indexOf(finding) + 1, total: all.length }) });
  }

  addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.metaKey) return;
    if (event.key === "F8" || (event.ctrlKey && (event.code === "Period" || event.key === "."))) {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      const row = document.activeElement.closest("#findings li, #language-findings li")?.querySelector(".row");
      if (card.finding()) card.close(true);
      else if (row) {
        if (row.getAttribute("aria-expanded") === "true") row.click();
        row === document.activeElement ? draft.focus() : row.focus();
      }
    }
  });
}
