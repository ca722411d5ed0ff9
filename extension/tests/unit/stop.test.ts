// A composer's own state, by the answers that it gets.
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { Session } from "../../src/content/session";
import type { Surface } from "../../src/content/surface/surface";
import type { Hello } from "../../src/shared/protocol";
import type { Finding, LintAnswer } from "../../src/shared/types";
import { page } from "./page";

const TEXT = "Dossier 12.345 ligt bij ons.";
const FILE = { rule: "reader.privacy", category: "privacy", severity: "error", start: 0, end: 14, fixes: [] } as unknown as Finding;

/** A composer with a draft that is answered with this verdict. */
async function composer(context: TestContext, verdict: LintAnswer["verdict"], settings: Partial<Hello["settings"]> = {}) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const document = page("https://lab.kalm.example/", "<textarea></textarea>");
  const element = document.querySelector("textarea") as HTMLElement;
  const site = { platform: { id: "generic" }, selectors: {} } as unknown as Session["site"];
  const surface = { element, read: () => TEXT, paint() {}, dispose() {} } as unknown as Surface;
  const hello = { settings: { ignoredRules: [], ignoredWords: [], personalList: true, consents: {}, ...settings }, client: null } as unknown as Hello;
  let asked = 0;
  const answer = { verdict, findings: [FILE], policy: { version: 1 } } as unknown as LintAnswer;
  const session = new Session(surface, site, true, { hello: () => hello, lint: async () => (asked++, { ok: true, answer }), changed() {}, outdated() {} });
  session.say("brand");
  session.reconsider();
  await session.check();
  return { session, hello, asked: () => asked };
}

test("a verdict that stops is shown as a stop, even where no rule is listed that holds a post", async (context) => {
  const { session } = await composer(context, "stop");
  assert.deepEqual(session.stopping, []);
  assert.equal(session.state, "stop");
});

test("what a person takes off the own list is there again, without a question", async (context) => {
  const { session, hello, asked } = await composer(context, "review", { ignoredRules: [FILE.rule] });
  assert.deepEqual(session.findings, []);
  hello.settings.ignoredRules = [];
  session.refilter();
  assert.deepEqual(session.findings, [FILE]);
  assert.equal(asked(), 1);
});
