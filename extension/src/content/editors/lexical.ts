import type { Editor } from "./editor";

/** Lexical (Facebook, Instagram, Reddit, WhatsApp Web). */
export const lexical: Editor = {
  name: "lexical",
  selector: "[data-lexical-editor='true']",
  foreign: { skip: "[data-lexical-cursor='true']" },
  lines: "paste",
};
