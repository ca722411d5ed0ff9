import assert from "node:assert/strict";
import { test } from "node:test";
import type { Session } from "../../src/content/session";
import { Tally } from "../../src/content/tally";
import type { Finding, RuleEvent } from "../../src/shared/types";

const finding = (rule: string, severity: Finding["severity"]): Finding => ({
  rule, category: "voice", severity, confidence: null, start: 0, end: 3, message: "", why: "", advice: "", fixes: [], source: null, contact: null,
}); // prettier-ignore
const WORD = finding("nl.a", "warning");
const TIP = finding("nl.b", "suggestion");
const SECRET = finding("any.secret", "error");

/** A composer with these findings, and what was counted. */
function composer(...findings: Finding[]) {
  const counted: string[] = [];
  const tally = new Tally((events: RuleEvent[]) => counted.push(...events.map(({ event, rule, policy_version }) => `${event} ${rule} ${policy_version}`)));
  const session = { text: "Dag Sanne", fresh: true, reads: true, answer: {}, policyVersion: 3, findings, stopping: [] as Finding[] };
  return { counted, tally, session: session as unknown as Session & typeof session };
}

test("a rule is counted as shown once for a draft, however often it is asked about", () => {
  const { counted, tally, session } = composer(WORD, WORD, TIP);
  tally.saw(session);
  tally.saw(session);
  assert.deepEqual(counted, ["shown nl.a 3", "shown nl.b 3"]);
  session.text = "";
  tally.saw(session);
  session.text = "Nieuw";
  tally.saw(session);
  assert.equal(counted.length, 4, "a new draft counts anew");
});

test("what was weighty and went along is passed over; a tip is not, and what held the post is not", () => {
  const { counted, tally, session } = composer(WORD, TIP, SECRET);
  session.stopping = [SECRET];
  tally.passed(session);
  assert.deepEqual(counted, ["ignored nl.a 3"]);
});

test("nothing is counted of a composer that is not read, nor of words that are not checked yet", () => {
  const { counted, tally, session } = composer(WORD);
  session.fresh = false;
  tally.saw(session);
  session.reads = false;
  session.fresh = true;
  tally.saw(session);
  tally.count(session, "held", ["nl.a"]);
  assert.deepEqual(counted, []);
});

test("an event holds the rule, the version and a number, and nothing else", () => {
  let sent: RuleEvent[] = [];
  const tally = new Tally((events) => (sent = events));
  tally.count(composer(WORD).session, "applied", ["nl.a"]);
  assert.deepEqual(sent, [{ rule: "nl.a", event: "applied", policy_version: 3, count: 1 }]);
});
