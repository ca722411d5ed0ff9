import assert from "node:assert/strict";
import { test } from "node:test";
import { isHot, keep, movesOffline, sentenceOf, verdictOf } from "../../src/content/verdict";
import type { Finding, LintAnswer } from "../../src/shared/types";

const finding = (rule: string, severity: Finding["severity"], start: number | null, end: number | null, category: Finding["category"] = "condescension"): Finding => ({
  rule, category, severity, confidence: null, start, end, message: "", why: "", advice: "", fixes: [], source: null, contact: null,
}); // prettier-ignore
const answer = (verdict: LintAnswer["verdict"], findings: Finding[]) => ({ verdict, findings }) as unknown as LintAnswer;

const nothing = { ignoredRules: [], ignoredWords: [], personalList: true };
const word = finding("nl.a", "warning", 0, 3);
const missing = finding("nl.b", "warning", null, null);

test("a person's list takes away rules and words", () => {
  assert.deepEqual(keep([word, missing], "Dag Sanne", nothing, []), [word, missing]);
  assert.deepEqual(keep([word, missing], "Dag Sanne", { ...nothing, ignoredRules: ["nl.b"] }, []), [word]);
  assert.deepEqual(keep([word, missing], "Dag Sanne", { ...nothing, ignoredWords: ["dag"] }, []), [missing]);
});

test("what holds a post stays, and so does everything where the organisation wants no lists", () => {
  const ignored = { ...nothing, ignoredRules: ["nl.a"], ignoredWords: ["dag"] };
  assert.deepEqual(keep([word], "Dag", ignored, ["nl.a"]), [word]);
  assert.deepEqual(keep([word], "Dag", { ...ignored, personalList: false }, []), [word]);
});

test("when nothing weighty is left a review becomes fine", () => {
  assert.equal(verdictOf(answer("review", [word]), [word]), "review");
  assert.equal(verdictOf(answer("review", [word]), []), "ok");
  assert.equal(verdictOf(answer("review", [word]), [{ ...word, severity: "suggestion" }]), "ok");
  assert.equal(verdictOf(answer("stop", [word]), []), "stop");
});

test("a pause is offered for one insult or two warnings of tone", () => {
  assert.equal(isHot([finding("nl.c", "error", 0, 3, "respect")]), true);
  assert.equal(isHot([finding("nl.c", "warning", 0, 3, "emotional-tone")]), false);
  assert.equal(isHot([finding("nl.c", "warning", 0, 3, "emotional-tone"), finding("nl.d", "warning", 4, 6, "emotional-tone")]), true);
  assert.equal(isHot([word, missing]), false);
});

test("a reply that moves somebody offline is noticed in both languages, but not in a private message", () => {
  for (const text of ["Stuur ons even een berichtje.", "Wil je je gegevens in een privébericht sturen?", "Could you DM us?", "Send us a private message."])
    assert.equal(movesOffline(text, null), true, text);
  assert.equal(movesOffline("Stuur ons een berichtje.", "dm"), false);
  assert.equal(movesOffline("We lossen het hier op.", null), false);
});

test("with \"not right here\" goes the sentence that a finding is about, and never more than 2,000 characters", () => {
  const text = "Dag Sanne. U had beter moeten lezen! Groet.";
  const at = text.indexOf("had");
  assert.equal(sentenceOf(text, { start: at, end: at + 3 }), "U had beter moeten lezen!");
  assert.equal(sentenceOf(text, { start: 4, end: at }), "Dag Sanne. U had beter moeten lezen!");
  assert.equal(sentenceOf(text, { start: null, end: null }), text);
  assert.equal(sentenceOf("a".repeat(3000), { start: 5, end: 6 }).length, 2000);
  assert.equal(sentenceOf(`a${"👍".repeat(1500)}`, { start: null, end: null }), `a${"👍".repeat(999)}`, "no half of a character");
});
