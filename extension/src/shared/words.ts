import texts from "./texts.json";
import type { Client, Language } from "./types";

/** All words in one language, for `Texts`. The content script gets them by asking, and so stays small. */
export const words = (language: Language, served: Client["texts"] = {}): Record<string, string> => ({
  ...texts[language],
  ...Object.fromEntries(Object.entries(served[language] ?? {}).map(([key, text]) => [`server_${key}`, text])),
});
