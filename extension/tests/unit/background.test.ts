// The background script, in a browser that only keeps what it is given.
import assert from "node:assert/strict";
import { test } from "node:test";
import "./alive";
import type { Ask, Told } from "../../src/shared/protocol";
import type { Settings } from "../../src/shared/settings";

type Changes = Record<string, { oldValue?: unknown; newValue?: unknown }>;
let hears: (ask: Ask, sender: object, respond: (told: unknown) => void) => boolean;
let changed: (changes: Changes, area: string) => void;
const kept: Record<string, unknown> = { settings: {} };
const session: Record<string, unknown> = {};
const looked: string[] = [];
const nothing = async () => undefined;
const none = { addListener() {} };

const area = (store: Record<string, unknown>) => ({
  get: async (name: string) => structuredClone({ [name]: store[name] }),
  async set(given: Record<string, unknown>) {
    for (const [name, newValue] of Object.entries(given)) {
      const oldValue = store[name];
      store[name] = structuredClone(newValue);
      if (store === kept) changed({ [name]: { oldValue, newValue } }, "local");
    }
  },
});
Object.assign((globalThis as unknown as { chrome: object }).chrome, {
  runtime: { id: "kalm", getURL: () => "chrome-extension://kalm/", onMessage: { addListener: (heard: typeof hears) => (hears = heard) }, onInstalled: none },
  storage: { local: area(kept), session: area(session), managed: { get: async () => ({}) }, onChanged: { addListener: (heard: typeof changed) => (changed = heard) } },
  permissions: { onRemoved: none, contains: async () => false },
  scripting: { unregisterContentScripts: nothing, registerContentScripts: nothing },
  tabs: { onRemoved: none, query: async () => [] },
  action: { setBadgeText: nothing },
});
Object.defineProperty(globalThis, "navigator", { value: { language: "nl" }, configurable: true });
let scoped = false;
globalThis.fetch = async (address) => {
  const { pathname, search } = new URL(String(address));
  looked.push(pathname + search);
  if (pathname === "/v1/lint") return Response.json({ verdict: "ok", findings: [], policy: { name: "test", version: 1 } });
  return Response.json({ policy: { name: "test", version: 1 }, platforms: {}, scoped, stop: search ? ["nl.a"] : [], locked: [], interruption_budget: 0 });
};
await import("../../src/background/main");

const ask = <K extends Ask["kind"]>(question: Extract<Ask, { kind: K }>) =>
  new Promise<Told[K]>((respond) => hears(question, { id: "kalm", url: "https://x.com/" }, (told) => respond(told as Told[K])));
const change = (settings: Partial<Settings>) => area(kept).set({ settings: { ...(kept.settings as object), ...settings } });

test("a word on the personal list or a consent looks nothing up again; another token, server or language does", async () => {
  await ask({ kind: "hello" });
  assert.deepEqual(looked.splice(0).sort(), ["/v1/client", "/v1/platforms"]);
  await ask({ kind: "ignore", word: "Dag" });
  await ask({ kind: "consent", key: "x:sanne", account: "brand" });
  const { settings } = await ask({ kind: "hello" });
  assert.deepEqual([settings.ignoredWords, settings.consents, looked], [["dag"], { "x:sanne": "brand" }, []]);
  for (const one of [{ token: "a-token" }, { server: "https://kalm.example.org" }, { language: "en" }] as const) {
    await change(one);
    await ask({ kind: "hello" });
    assert.deepEqual(looked.splice(0).sort(), ["/v1/client", "/v1/platforms"], JSON.stringify(one));
  }
});

test("where the policy differs from place to place an answer brings what holds there, looked up once", async () => {
  const context = { account: "brand", place: "dm", platform: "x" } as const;
  const lint = async () => {
    const told = await ask({ kind: "lint", composer: "c1", request: { text: "Dag", context } as never });
    return told.ok ? told.here : undefined;
  };
  await change({ token: "plain" });
  assert.equal(await lint(), null);
  assert.deepEqual(looked.splice(0), ["/v1/lint", "/v1/client"]);
  scoped = true;
  await change({ token: "scoped" });
  assert.deepEqual((await lint())?.stop, ["nl.a"]);
  assert.equal((await lint())?.interruption_budget, 0);
  const there = "/v1/client?place=dm&account=brand&platform=x";
  assert.deepEqual(looked.splice(0), ["/v1/lint", "/v1/client", there, "/v1/lint"]);
  for (const [parent, place] of [[{ text: "Waar blijft mijn paspoort?" }, "page"], [null, "post"]] as const) {
    await ask({ kind: "lint", composer: "c1", request: { text: "Dag", context: { ...context, place: null, parent } } as never });
    assert.deepEqual(looked.splice(0), ["/v1/lint", `/v1/client?place=${place}&account=brand&platform=x`]);
  }
  scoped = false;
});

test("what was recognised is counted past the life of the script, also from several pages at once", async () => {
  await Promise.all([true, false, true].map((yes) => ask({ kind: "recognised", platform: "x", yes })));
  assert.deepEqual(session.counted, { x: { yes: 2, no: 1 } });
  assert.deepEqual((await ask({ kind: "status", tab: 1 })).recognised, session.counted);
});

test("a script in a page gets no answer where only the extension's own pages may ask", () => {
  assert.equal(hears({ kind: "pair", code: "K7QX2M9P" }, { id: "kalm", url: "https://x.com/" }, () => assert.fail("it was answered")), false);
});
