import type { Fix } from "../../shared/types";
import { applyEdits } from "../spans";
import { el } from "./dom";

/** How a fix reads: its title, and the sentence as it will be where the title does not say it. */
export function preview(text: string, fix: Fix): Node[] {
  const { start, end, replacement } = applyEdits(text, fix.edits);
  if (replacement.includes(fix.title.slice(0, 20))) return [el("span", {}, fix.title)];
  const title = el("ins", {}, fix.title);
  const after = text.slice(0, start) + replacement + text.slice(end);
  const before = Math.max(...[".", "!", "?", "\n"].map((mark) => after.lastIndexOf(mark, start - 2))) + 1;
  const sentence = /^[^.!?\n]*[.!?]?/.exec(after.slice(before).trimStart())?.[0] ?? "";
  if (!replacement.trim()) return [title, el("span", {}, ": "), el("del", {}, shorten(text.slice(start, end)))];
  return [title, el("span", {}, `: ${shorten(sentence)}`)];
}

const shorten = (words: string) => {
  const line = words.replace(/\s+/g, " ").trim();
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
};
