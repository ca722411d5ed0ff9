import type { Platform } from "./platform";

/** Instagram: a textarea below a post, Lexical in direct messages. Both go by Enter. */
export const instagram: Platform = {
  id: "instagram",
  name: "Instagram",
  matches: ["https://www.instagram.com/*"],
  evidence: "2026-01",
  seenLive: null,
  selectors: {
    composer: ["form textarea", "[role='textbox'][data-lexical-editor='true']"],
    never: ["[type='search']", "[aria-label='Search input']"],
    scope: ["form", "[role='dialog']"],
    thread: ["[role='dialog']", "article", "main"],
    send: [
      "form [role='button']::label(Post|Plaatsen)",
      "form button[type='submit']",
      "[role='button']::label(Send|Verzenden)",
    ],
    message: ["ul li", "article"],
    text: ["h1[dir='auto']", "span[dir='auto']"],
    author: ["h2 a", "h3 a"],
  },
  enterSends: true,
  place: ({ url }) => (url.pathname.startsWith("/direct/") ? "dm" : null),
};
