// The same pure functions as on the self-check page, with types.
import * as plain from "../../../server/kalm/console/static/spans.js";
import type { Finding, Fix, Span } from "../shared/types";

/** One change of a text: `before[start:end]` became `inserted`. */
export interface Edit extends Span {
  length: number;
  inserted: string;
}

export const difference: (before: string, after: string) => Edit = plain.difference;
/** A finding after an edit, or null if the edit touched its words. */
export const slideFinding: (finding: Finding, edit: Edit) => Finding | null = plain.slideFinding;
/** The one stretch that a fix changes, and what stands there afterwards. */
export const applyEdits: (text: string, edits: Fix["edits"]) => Span & { replacement: string } = plain.applyEdits;

export const slideFindings = (findings: readonly Finding[], edit: Edit): Finding[] =>
  findings.flatMap((finding) => slideFinding(finding, edit) ?? []);
