// What the guard does with a press that it held, over time.
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import "./alive";
import { Guard } from "../../src/content/guard/guard";
import { FRESH, type Facts } from "../../src/content/guard/machine";
import type { Session } from "../../src/content/session";

const TEXT = "Het wachtwoord is: Zonnebloem!2024";
const UNANSWERED: Facts = { text: TEXT, reading: true, answer: "outstanding", verdict: null, findings: [], stop: [], budget: 1, releases: true };
const STOP: Facts = { ...UNANSWERED, answer: "fresh", verdict: "stop" };

/** A draft on a page that ignores presses made by programs, and what became of presses on it. */
function draft(context: TestContext) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const happened: string[] = [];
  const say = (what: string) => () => void happened.push(what);
  const guard = new Guard({ ask: say("ask"), hold: say("hold"), again: say("again"), passed: say("passed") });
  const session = {
    text: TEXT,
    memory: FRESH,
    facts: UNANSWERED,
    changed() {},
    settled: (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds)),
    surface: { element: { isConnected: true }, read: () => TEXT },
  };
  const press = () => guard.admits(session as unknown as Session, say("released"));
  const after = async (milliseconds: number) => {
    context.mock.timers.tick(milliseconds);
    await new Promise((done) => setImmediate(done));
  };
  return { guard, session: session as unknown as Session & typeof session, happened, press, after };
}

test("a press that waited in vain goes, and does not let a stop through that is answered later", async (context) => {
  const { session, happened, press, after } = draft(context);
  assert.equal(press(), false);
  await after(300);
  assert.deepEqual(happened, ["passed", "released"]);
  session.facts = STOP;
  assert.equal(press(), false);
  assert.equal(happened.at(-1), "hold");
});

test("where a press that was made up for seems to have done nothing, no later one waits", async (context) => {
  const { session, happened, press, after } = draft(context);
  press();
  await after(300);
  assert.equal(press(), false, "until that is seen");
  await after(1500);
  assert.equal(happened.at(-1), "again");
  assert.equal(press(), true);
  session.facts = STOP;
  assert.equal(press(), false);
});

test("what the person lets go may pass again", async (context) => {
  const { guard, session, happened, press } = draft(context);
  session.facts = STOP;
  assert.equal(press(), false);
  void guard.release(session);
  assert.deepEqual(happened, ["hold", "passed", "released"]);
  assert.equal(press(), true);
});
