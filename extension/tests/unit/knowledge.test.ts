// What a page knows of its organisation, where the server answers late or not at all.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Knowledge } from "../../src/content/knowledge";
import type { Hello } from "../../src/shared/protocol";
import { lookups } from "./lookups";

const told = (client: object | null) => ({ words: {}, client }) as unknown as Hello;

/** A page, and a server that says these things one after the other. */
function known(...answers: (Hello | null)[]) {
  const at = { asked: 0, learned: 0, now: 0 };
  mock.method(performance, "now", () => at.now);
  const knowledge = new Knowledge(async () => answers[at.asked++] ?? null, () => at.learned++);
  return { at, knowledge };
}

/** Let what is under way come as far as it can. */
async function underway(): Promise<void> {
  for (let i = 0; i < 10; i++) await new Promise(setImmediate);
}

test("what the server did not say at first is asked for again, after a while and until it was said", async () => {
  const { at, knowledge } = known(told(null), told(null), told({ stop: [] }));
  await knowledge.again();
  assert.equal(at.asked, 0, "a page without a composer asks nothing");
  await knowledge.learn();
  at.now = 4999;
  await knowledge.again();
  assert.equal(at.asked, 1);
  at.now = 5000;
  await knowledge.again();
  assert.deepEqual([at.asked, at.learned], [2, 1], "nothing new is told to nobody");
  at.now = 10_000;
  await knowledge.again();
  assert.deepEqual([at.asked, at.learned], [3, 2]);
  at.now = 60_000;
  await knowledge.again();
  assert.equal(at.asked, 3);
});

test("a server that does not answer keeps a page waiting for a second and a half; what it says then is there next time", async () => {
  const { client, answer } = await lookups();
  mock.timers.enable({ apis: ["setTimeout"] });
  const first = client();
  await underway();
  mock.timers.tick(1500);
  assert.equal(await first, null);
  mock.timers.reset();
  answer({ policy: { version: 7 } });
  await underway();
  assert.deepEqual(await client(), { policy: { version: 7 } });
});

test("what a server says after another one was chosen is not kept", async () => {
  const { client, answer, forget } = await lookups();
  const first = client();
  await underway();
  forget();
  answer({ policy: { version: 7 } });
  await underway();
  await first;
  const second = client();
  await underway();
  answer({ policy: { version: 8 } });
  assert.deepEqual(await second, { policy: { version: 8 } });
});
