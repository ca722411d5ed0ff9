// Pure functions on spans. Offsets count UTF-16 units, as strings in a browser do; spans are half-open.

/** The stretch that turned `before` into `after`: `before[start:end]` became `after[start:start + length]`. */
export function difference(before, after) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return { start, end: before.length - tail, length: after.length - tail - start, inserted: after.slice(start, after.length - tail) };
}

const WORD = /[\p{L}\p{N}\p{M}_]/u;

/** Where a span lies after an edit, or null if the edit touched it. Words glued to its edge touch it too. */
export function slide(span, edit) {
  const shift = edit.length - (edit.end - edit.start);
  if (span.end < edit.start || (span.end === edit.start && !WORD.test(edit.inserted[0] ?? ""))) return span;
  if (span.start > edit.end || (span.start === edit.end && !WORD.test(edit.inserted.at(-1) ?? "")))
    return { ...span, start: span.start + shift, end: span.end + shift };
  return null;
}

/** A point where a fix inserts text: it stays put unless the edit swallowed it. */
export function slidePoint(point, edit) {
  if (point.start <= edit.start) return point;
  const shift = edit.length - (edit.end - edit.start);
  return point.start >= edit.end ? { ...point, start: point.start + shift, end: point.end + shift } : null;
}

const present = (value) => value !== null;

/** A finding after an edit: moved, or null if its words changed. Fixes whose place changed are dropped. */
export function slideFinding(finding, edit) {
  let moved = finding;
  if (finding.start !== null) {
    moved = slide(finding, edit);
    if (!moved) return null;
  }
  const fixes = finding.fixes
    .map((fix) => ({ ...fix, edits: fix.edits.map((e) => (e.start === e.end ? slidePoint(e, edit) : slide(e, edit))) }))
    .filter((fix) => fix.edits.every(present));
  return { ...moved, fixes };
}

export const slideAll = (spans, edit) => spans.map((span) => slide(span, edit)).filter(present);

/** Cut a text of that length at every border of the layers: a list of {start, end, layers}, without gaps. */
export function segments(length, layers) {
  const inside = layers.filter((layer) => layer.start < layer.end && layer.start < length);
  const cuts = new Set([0, length]);
  for (const layer of inside) cuts.add(layer.start).add(Math.min(layer.end, length));
  const borders = [...cuts].sort((a, b) => a - b);
  return borders.slice(1).map((end, i) => {
    const start = borders[i];
    return { start, end, layers: inside.filter((layer) => layer.start < end && layer.end > start) };
  });
}

/** Carry out a fix: the new text, and the one stretch of the old that changed. */
export function applyEdits(text, edits) {
  const sorted = [...edits].sort((a, b) => a.start - b.start);
  const start = sorted[0].start;
  const end = Math.max(...sorted.map((edit) => edit.end));
  let replacement = "";
  let at = start;
  for (const edit of sorted) {
    replacement += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return { start, end, replacement };
}
