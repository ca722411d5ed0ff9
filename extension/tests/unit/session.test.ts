// One composer: what it asks and hears, and what the one that takes its place takes over.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { FRESH, press } from "../../src/content/guard/machine";
import { PLATFORMS } from "../../src/content/platforms";
import { Session } from "../../src/content/session";
import type { Surface } from "../../src/content/surface/surface";
import type { Hello, LintOutcome } from "../../src/shared/protocol";
import type { Finding, LintRequest } from "../../src/shared/types";
import { go, page } from "./page";

const CHAT = "https://www.facebook.com/messages/t/1";
const HELLO = { settings: { consents: {}, ignoredRules: [], ignoredWords: [], personalList: true }, client: null, paused: false } as unknown as Hello;
const WORD: Finding = {
  rule: "nl.a", category: "voice", severity: "warning", confidence: null, start: 0, end: 3, message: "", why: "", advice: "", fixes: [], source: null, contact: null,
}; // prettier-ignore
const REVIEW = { verdict: "review", findings: [WORD], policy: { version: 1 }, unread: [] };
const DRAFT = "Dag Sanne";

/** A composer with a text, and a server that answers when it is told to. */
function composer(text: string, id = "facebook") {
  const platform = PLATFORMS.find((one) => one.id === id)!;
  const asked: LintRequest[] = [];
  const answers: ((outcome: LintOutcome) => void)[] = [];
  const element = document.querySelector("#composer")!.cloneNode() as HTMLElement;
  const at = { text };
  const surface = { element, read: () => at.text, paint() {}, dispose() {} } as unknown as Surface;
  const session = new Session(surface, { platform, selectors: platform.selectors }, true, {
    hello: () => HELLO,
    lint(_composer, request) {
      asked.push(request);
      return new Promise((answer) => answers.push(answer));
    },
    changed() {},
    outdated() {},
  });
  const answer = async (n: number, outcome: LintOutcome = { ok: true, answer: REVIEW as never }) => {
    answers[n]?.(outcome);
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  return { session, asked, answer, at };
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  page(CHAT, "<div id='composer' aria-label='Message'></div>");
});

/** A composer that may be read and was asked about, and the one that stands in its place. */
async function inherited(text: string, where = CHAT): Promise<Session> {
  const { session, answer } = composer(DRAFT);
  session.say("personal");
  mock.timers.tick(350);
  await answer(0);
  [session.memory] = press(session.memory, { ...session.facts, releases: true });
  assert.equal(session.memory.asked, 1);
  go(where);
  const next = composer(text).session;
  next.inherit(session);
  return next;
}

test("a composer that is made anew with its words keeps leave and memory", async () => {
  const next = await inherited(DRAFT);
  assert.equal(next.reads, true);
  assert.equal(next.memory.asked, 1);
});

test("neither other words, nor none, nor the same ones in another conversation inherit leave or memory", async () => {
  for (const next of [await inherited("Hoi Kees"), await inherited(""), await inherited(DRAFT, "https://www.facebook.com/messages/t/2")]) {
    assert.equal(next.reads, false);
    assert.equal(next.memory, FRESH);
  }
});

test("a composer in the place of a closed one stays closed", () => {
  const { session } = composer(DRAFT, "zendesk");
  session.say("closed");
  const next = composer("", "zendesk").session;
  assert.equal(next.reads, true);
  next.inherit(session);
  assert.deepEqual(next.standing.consent, { reads: false, why: "closed" });
});

test("a correction while a question is under way is asked, and the older answer is not heard", async () => {
  const { session, asked, answer } = composer(DRAFT);
  session.say("personal");
  mock.timers.tick(350);
  assert.equal(asked.length, 1);
  session.correct("complaint");
  assert.equal(asked[1]?.context?.situation, "complaint");
  await answer(0);
  assert.equal(session.fresh, false);
  await answer(1);
  assert.equal(session.fresh, true);
});

test("so is a change of who writes, after an answer too", async () => {
  const { session, asked, answer } = composer(DRAFT);
  session.say("personal");
  mock.timers.tick(350);
  await answer(0);
  session.say("brand");
  assert.equal(session.fresh, false);
  mock.timers.tick(350);
  assert.equal(asked.length, 2);
  session.say("ambassador");
  mock.timers.tick(350);
  await answer(1);
  assert.equal(session.fresh, false);
  assert.equal(asked[2]?.context?.account, "ambassador");
});

test("nothing goes to the server once the page went to another conversation", async () => {
  const { session, asked, answer } = composer(DRAFT);
  session.say("personal");
  mock.timers.tick(350);
  await answer(0);
  go("https://www.facebook.com/messages/t/2");
  mock.timers.tick(5000);
  await session.check();
  assert.equal(asked.length, 1);
  assert.equal(session.reads, false);
});

test("words that came while the server was not there are asked about as soon as any", async () => {
  const { session, asked, answer, at } = composer(DRAFT);
  session.say("personal");
  mock.timers.tick(350);
  at.text = `${DRAFT}!`;
  session.changed();
  await answer(0, { ok: false, why: "away" });
  mock.timers.tick(350);
  assert.equal(asked[1]?.text, `${DRAFT}!`);
  await answer(1, { ok: false, why: "away" });
  mock.timers.tick(14_999);
  assert.equal(asked.length, 2);
  mock.timers.tick(1);
  assert.equal(asked.length, 3);
});

test("what the policy says of drafts like this one goes above what it says of all", async () => {
  const { session, answer } = composer(DRAFT);
  session.say("personal");
  mock.timers.tick(350);
  const here = { stop: ["nl.a"], locked: [], interruption_budget: 0, override: { allowed: false, reason: false } };
  await answer(0, { ok: true, answer: { ...REVIEW, verdict: "stop" } as never, here });
  assert.deepEqual([session.stopping, session.override.allowed], [[WORD], false]);
  const [, decision] = press(session.memory, { ...session.facts, releases: true });
  assert.equal(decision, "hold");
  assert.equal(session.facts.budget, 0);
});
