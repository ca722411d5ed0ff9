import { alive, api } from "../shared/api";
import type { Hello, TabState, Tell } from "../shared/protocol";
import { Texts } from "../shared/texts";
import { App } from "./app";
import { ask } from "./ask";

let running: { app: App; stop: AbortController } | null = null;
let hello: Hello | null = null;
let expected: number | undefined;
let texts = new Texts({});

function start(): void {
  const stop = new AbortController();
  const app = new App(stop.signal, {
    hello: () => hello,
    texts: () => texts,
    learn,
    gone: () => stop.abort(),
  });
  running = { app, stop };
}

/**
 * Learn what holds here; asked at the first composer, so that pages without one cost nothing. `version` is the policy's
 * in a newer answer; no version is asked for twice, unless a server that did not know it yet answered.
 */
async function learn(version?: number): Promise<void> {
  if (version !== undefined && version === expected) return;
  expected = version;
  const told = await ask({ kind: "hello", ...(version === undefined ? {} : { version }) });
  if (told?.client?.policy.version !== version && expected === version) expected = undefined;
  if (!told) return;
  const before = basis(hello);
  hello = told;
  texts = new Texts(told.words);
  running?.app.learned(before !== basis(told));
}

/** What answers depend on: only when that changes are drafts sent again. */
const basis = (known: Hello | null) => known && JSON.stringify([known.client, known.platforms, known.language]);

api.runtime.onMessage.addListener((told: Tell, _sender, respond) => {
  if (told.kind === "changed" && hello) void learn();
  if (told.kind === "state") respond((running?.app.state ?? null) as TabState | null);
  return false;
});

start();
// Tests wait for this sign, and ask the background script by an event: Firefox lets no test open its pages.
if (__TEST__ && alive()) {
  window.addEventListener("kalm-ask", (event) => {
    const question = JSON.parse((event as CustomEvent<string>).detail);
    void ask(question).then((told) => document.documentElement.setAttribute("data-kalm-told", JSON.stringify(told)));
  });
  document.documentElement.setAttribute("data-kalm", "ready");
}
