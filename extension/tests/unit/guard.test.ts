import assert from "node:assert/strict";
import { test } from "node:test";
import { FRESH, type Facts, type Memory, allow, press, renew, settle } from "../../src/content/guard/machine";

const CLEAN: Facts = {
  text: "Dag", reading: true, answer: "fresh", verdict: "ok", findings: [], stop: ["any.stop"], budget: 1, releases: true,
}; // prettier-ignore
const warning = { rule: "nl.a", severity: "warning" } as const;
const graver = { rule: "nl.b", severity: "error" } as const;
const secret = { rule: "any.stop", severity: "error" } as const;
const REVIEW: Facts = { ...CLEAN, verdict: "review", findings: [warning] };
const STOP: Facts = { ...CLEAN, verdict: "stop", findings: [secret] };

const decide = (facts: Facts, memory: Memory = FRESH) => press(memory, facts)[1];

test("a clean draft passes at once", () => assert.equal(decide(CLEAN), "pass"));
test("what is not read passes, whatever was found before", () => assert.equal(decide({ ...STOP, reading: false }), "pass"));
test("an empty draft passes", () => assert.equal(decide({ ...STOP, text: " " }), "pass"));
test("a draft to review is asked about", () => assert.equal(decide(REVIEW), "ask"));
test("a stop holds", () => assert.equal(decide(STOP), "hold"));

test("pressing again after the question passes", () => {
  const [memory] = press(FRESH, REVIEW);
  assert.equal(decide(REVIEW, memory), "pass");
});

test("a changed draft is not asked about again within the budget", () => {
  const [memory] = press(FRESH, REVIEW);
  assert.equal(decide({ ...REVIEW, text: "Dag!" }, memory), "pass");
  assert.equal(decide({ ...REVIEW, text: "Dag!", budget: 2 }, memory), "ask");
});

test("something new and graver is asked about beyond the budget, once", () => {
  const [memory] = press(FRESH, REVIEW);
  const worse = { ...REVIEW, text: "Dag!", findings: [warning, graver] };
  const [then, decision] = press(memory, worse);
  assert.equal(decision, "ask");
  assert.equal(decide({ ...worse, text: "Dag!!" }, then), "pass");
});

test("something new but not graver is not", () => {
  const [memory] = press(FRESH, REVIEW);
  assert.equal(decide({ ...REVIEW, text: "Dag!", findings: [{ ...warning, rule: "nl.c" }] }, memory), "pass");
});

test("without a budget nothing is asked, and a stop still holds", () => {
  assert.equal(decide({ ...REVIEW, budget: 0 }), "pass");
  assert.equal(decide({ ...STOP, budget: 0 }), "hold");
});

test("a stop holds however often one presses, until the person overrides it for this text", () => {
  const [memory, first] = press(FRESH, STOP);
  assert.equal(first, "hold");
  assert.equal(decide(STOP, memory), "hold");
  assert.equal(decide(STOP, allow(memory, STOP.text)), "pass");
  assert.equal(decide({ ...STOP, text: "anders" }, allow(memory, STOP.text)), "hold");
});

const OUTSTANDING: Facts = { ...CLEAN, answer: "outstanding", verdict: null };

test("with an answer under way a press waits", () => assert.equal(decide(OUTSTANDING), "wait"));
test("so does one for which nothing was asked yet", () => assert.equal(decide({ ...OUTSTANDING, answer: "none" }), "wait"));
test("where a press cannot be made up for it goes through", () => assert.equal(decide({ ...OUTSTANDING, releases: false }), "pass"));
test("but not while words stand that the last answer stopped", () =>
  assert.equal(decide({ ...OUTSTANDING, releases: false, findings: [secret] }), "hold"));

for (const [facts, decision] of [
  [CLEAN, "pass"],
  [REVIEW, "ask"],
  [STOP, "hold"],
  [OUTSTANDING, "pass"],
  [{ ...OUTSTANDING, findings: [warning] }, "pass"],
  [{ ...OUTSTANDING, findings: [secret] }, "hold"],
  [{ ...OUTSTANDING, reading: false, findings: [secret] }, "pass"],
] as [Facts, string][])
  test(`a held press with answer ${facts.answer}, verdict ${facts.verdict}, ${facts.findings.length} findings, reading ${facts.reading}: ${decision}`, () =>
    assert.equal(settle(FRESH, facts)[1], decision));

test("after posting the next draft starts afresh", () => {
  const [memory] = press(FRESH, REVIEW);
  assert.equal(renew(memory, "meer"), memory);
  assert.equal(renew(memory, " \n"), FRESH);
});
