import type { Platform } from "./platform";

/** Threads. Everything is known by role and label only. */
export const threads: Platform = {
  id: "threads",
  name: "Threads",
  matches: ["https://www.threads.com/*", "https://www.threads.net/*"],
  evidence: "2026-09",
  seenLive: null,
  selectors: {
    composer: ["[contenteditable='true'][role='textbox']"],
    never: ["[type='search']"],
    scope: ["[role='dialog']"],
    send: ["[role='dialog'] [role='button']::label(Post|Plaatsen)", "[role='button']::label(Post|Plaatsen)"],
    message: ["[data-pressable-container='true']:has(a[href*='/post/'])"],
    text: ["span[dir='auto']:not(a span)"],
    author: ["a[href^='/@']"],
    account: ["[role='dialog'] a[href^='/@'][data-self]", "nav a[href^='/@']"],
    image: ["[role='dialog'] img[src^='blob:']"],
    video: ["[role='dialog'] video[src^='blob:']"],
  },
  modEnterSends: true,
};
