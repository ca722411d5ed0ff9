import { alive, api } from "../shared/api";
import type { TabState, Tell } from "../shared/protocol";
import { App } from "./app";
import { ask } from "./ask";
import { Knowledge } from "./knowledge";

let running: { app: App; stop: AbortController } | null = null;
const knowledge = new Knowledge(
  (version) => ask({ kind: "hello", ...(version === undefined ? {} : { version }) }),
  (anew) => running?.app.learned(anew),
);

function start(): void {
  const stop = new AbortController();
  const app = new App(stop.signal, knowledge, () => stop.abort());
  running = { app, stop };
}

api.runtime.onMessage.addListener((told: Tell, _sender, respond) => {
  if (told.kind === "changed" && knowledge.hello) void knowledge.learn();
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
