import type { Settings } from "../shared/settings";
import type { Finding, LintAnswer, Verdict } from "../shared/types";

export type Ignored = Pick<Settings, "ignoredRules" | "ignoredWords" | "personalList">;

/** What remains of the findings when a person's own list is applied. `firm` rules cannot be ignored. */
export function keep(findings: readonly Finding[], text: string, ignored: Ignored, firm: readonly string[]): Finding[] {
  if (!ignored.personalList) return [...findings];
  return findings.filter(({ rule, start, end }) => {
    if (firm.includes(rule)) return true;
    if (ignored.ignoredRules.includes(rule)) return false;
    return start === null || end === null || !ignored.ignoredWords.includes(text.slice(start, end).toLowerCase());
  });
}

/** The verdict of an answer, once some of its findings were taken away. */
export function verdictOf(answer: LintAnswer, left: readonly Finding[]): Verdict {
  if (answer.verdict !== "review") return answer.verdict;
  // An answer without findings that asks for a review does so for another reason; that stands.
  if (!answer.findings.length) return "review";
  return left.some((finding) => finding.severity !== "suggestion") ? "review" : "ok";
}

/** Whether the tone is so hot that a pause may help. */
export function isHot(findings: readonly Finding[]): boolean {
  const heat = findings.filter(({ category }) => category === "emotional-tone" || category === "respect" || category === "escalation");
  return (
    heat.some((finding) => finding.severity === "error") ||
    heat.filter((finding) => finding.severity === "warning").length >= 2
  );
}

/** What a server takes of a draft that goes along with "not right here". */
const ALONG = 2000;

/** The sentence that a finding is about; the draft where it is about something missing. */
export function sentenceOf(text: string, { start, end }: Pick<Finding, "start" | "end">): string {
  const sentences = [...new Intl.Segmenter(undefined, { granularity: "sentence" }).segment(text)];
  const about = sentences.filter(({ index, segment }) => start === null || end === null || (index < end && start < index + segment.length));
  const said = about.map(({ segment }) => segment).join("").trim();
  return said.slice(0, ALONG).replace(/[\ud800-\udbff]$/, ""); // half a character is none
}

const OFFLINE =
  /\b(dm|pb|priv[eé]\s?-?bericht\w*|stuur\s+(?:ons|me|mij)\s+(?:even\s+)?een\s+bericht\w*|private\s+message|direct\s+message|message\s+us|inbox)\b/iu;

/** Whether a reply moves the conversation out of sight, so that somebody should close it here later. */
export const movesOffline = (text: string, place: string | null): boolean => place !== "dm" && OFFLINE.test(text);
