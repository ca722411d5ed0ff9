import type { Platform } from "./platform";

const SEND = "Send|Post|Reply|Comment|Publish|Submit|Share|Verzenden|Versturen|Verstuur|Plaatsen|Plaats|Reageren|Reageer|Antwoorden|Beantwoorden|Publiceren|Delen";

/** Any site that a person switches on: fields of several lines, and buttons that are named as such. */
export const generic: Platform = {
  id: "generic",
  name: "Other sites",
  matches: [],
  evidence: "2026-11",
  seenLive: null,
  selectors: {
    composer: ["textarea", "[contenteditable]:not([contenteditable='false'])"],
    never: ["[type='search']", "[role='search'] *", "[role='searchbox']", "[role='combobox']"],
    scope: ["form", "dialog", "[role='dialog']", "[role='form']"],
    send: ["button[type='submit']", "input[type='submit']", `button::label(${SEND})`, `[role='button']::label(${SEND})`],
    thread: ["dialog", "[role='dialog']", "body"],
    message: ["[role='article'], article", "blockquote"],
  },
  nature: "work",
};
