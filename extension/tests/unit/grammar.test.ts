import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Grammar, withLate } from "../../src/content/grammar";
import type { LintOutcome } from "../../src/shared/protocol";
import type { Finding, LintAnswer, LintRequest } from "../../src/shared/types";

const finding = (rule: string, start: number | null, end: number | null): Finding => ({
  rule, category: "language", severity: "suggestion", confidence: null, start, end, message: "", why: "", advice: "", fixes: [], source: null, contact: null,
}); // prettier-ignore
const SPELLING = finding("lt.SPELLING", 3, 9);

/** A composer with a text, and a server that answers what it is told to. */
function composer(text: string, ...answers: (LintAnswer["grammar"] | "fails")[]) {
  const at = { text, asked: [] as LintRequest[], found: 0, answering: async () => {} };
  const grammar = new Grammar({
    question: () => ({ text: at.text, checks: ["rules"] }),
    async lint(request): Promise<LintOutcome> {
      at.asked.push(request);
      await at.answering();
      const said = answers[Math.min(at.asked.length, answers.length) - 1];
      if (said === "fails") return { ok: false, why: "fault" };
      return { ok: true, answer: { grammar: said, findings: said === "ok" ? [SPELLING] : [] } as unknown as LintAnswer };
    },
    pause: () => 1200,
    found: () => at.found++,
  });
  return { at, grammar };
}

/** Let time pass, and let what waited for it happen. */
async function pass(milliseconds: number): Promise<void> {
  mock.timers.tick(milliseconds);
  for (let i = 0; i < 5; i++) await Promise.resolve();
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

test("grammar is asked for apart, when the pause since the last key press is over", async () => {
  const { at, grammar } = composer("Ik wordt boos", "ok");
  grammar.typed();
  grammar.ask();
  await pass(1100);
  assert.equal(at.asked.length, 0);
  await pass(100);
  assert.deepEqual(at.asked, [{ text: "Ik wordt boos", checks: ["grammar"] }]);
  assert.deepEqual(grammar.still("Ik wordt boos"), [SPELLING]);
  assert.equal(at.found, 1);
});

test("a key press puts it off until the rest was answered again", async () => {
  const { at, grammar } = composer("Ik wordt boos", "ok");
  grammar.ask();
  grammar.typed();
  await pass(5000);
  assert.equal(at.asked.length, 0);
});

test("an answer to a text that has changed meanwhile is not heard", async () => {
  const { at, grammar } = composer("Ik wordt boos", "ok");
  let release = () => {};
  at.answering = () => new Promise((done) => (release = done));
  grammar.ask();
  await pass(1200);
  assert.equal(at.asked.length, 1);
  grammar.typed();
  release();
  await pass(0);
  assert.equal(at.found, 0);
  assert.deepEqual(grammar.still("Ik wordt boos"), []);
});

test("what was found moves with the text, goes when its words change, and is back after an undo", async () => {
  const { grammar } = composer("Ik wordt boos", "ok");
  grammar.ask();
  await pass(1200);
  assert.deepEqual(grammar.still("Nu: Ik wordt boos").map(({ start, end }) => [start, end]), [[7, 13]]);
  assert.deepEqual(grammar.still("Nu: Ik word boos"), []);
  assert.deepEqual(grammar.still("Ik wordt boos"), [SPELLING]);
});

test("a text that was answered is not asked about again", async () => {
  const { at, grammar } = composer("Ik wordt boos", "ok");
  for (let i = 0; i < 2; i++) {
    grammar.ask();
    await pass(1200);
  }
  assert.equal(at.asked.length, 1);
  grammar.forget();
  grammar.ask();
  await pass(1200);
  assert.equal(at.asked.length, 2, "but it is when the policy may be another");
});

for (const [said, wait] of [["timeout", 1500], ["unavailable", 5000]] as const)
  test(`after ${said} it is asked again in silence, a few times and ever later`, async () => {
    const { at, grammar } = composer("Ik wordt boos", said, "ok");
    grammar.ask();
    await pass(1200);
    await pass(wait - 1);
    assert.equal(at.asked.length, 1);
    await pass(1);
    assert.equal(at.asked.length, 2);
    assert.equal(at.found, 1);
    const never = composer("Ik wordt boos", said);
    never.grammar.ask();
    await pass(1200);
    for (let i = 0; i < 20; i++) await pass(wait * 100);
    assert.equal(never.at.asked.length, 5);
    assert.equal(never.at.found, 0);
  });

test("where grammar is off one question is enough, until the policy may have changed", async () => {
  const { at, grammar } = composer("Ik wordt boos", "off");
  for (let i = 0; i < 3; i++) {
    grammar.ask();
    await pass(1200);
  }
  assert.equal(at.asked.length, 1);
  grammar.forget(true);
  grammar.ask();
  await pass(1200);
  assert.equal(at.asked.length, 2);
});

test("a failure is kept silent about and takes nothing away", async () => {
  const { at, grammar } = composer("Ik wordt boos", "ok", "fails");
  grammar.ask();
  await pass(1200);
  at.text = "Ik wordt boos!";
  grammar.typed();
  grammar.ask();
  await pass(1200);
  assert.equal(at.asked.length, 2);
  assert.deepEqual(grammar.still(at.text), [SPELLING]);
});

test("grammar joins where nothing of Kalm's stands, and takes nothing's place", () => {
  const own = finding("nl.a", 0, 5);
  const missing = finding("nl.b", null, null);
  const apart = finding("lt.A", 5, 8);
  assert.deepEqual(withLate([own, missing], [finding("lt.B", 4, 6), apart]), [own, missing, apart]);
});
