import { alive, api } from "../shared/api";
import type { Ask, Told } from "../shared/protocol";

let lost: () => void = () => {};

/** What to do when the extension was reloaded or removed under this page. */
export const whenLost = (then: () => void): void => {
  lost = then;
};

/** Ask the background script; null if there is no answer. */
export async function ask<K extends Ask["kind"]>(question: Extract<Ask, { kind: K }>): Promise<Told[K] | null> {
  if (!alive()) {
    lost();
    return null;
  }
  try {
    return ((await api.runtime.sendMessage(question)) as Told[K] | undefined) ?? null;
  } catch {
    if (!alive()) lost();
    return null;
  }
}
