// The browser's interface for extensions. To be imported before what takes it at its own import.
import type { Ask } from "../../src/shared/protocol";

type Answer = (ask: Ask) => unknown;
const background: { answer: Answer } = { answer: () => null };

/** What the background script answers from now on. */
export const answering = (answer: Answer): void => void (background.answer = answer);

(globalThis as Record<string, unknown>).chrome = { runtime: { id: "kalm", sendMessage: async (ask: Ask) => background.answer(ask) } };
