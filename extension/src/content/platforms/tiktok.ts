import type { Platform } from "./platform";

/** TikTok: Draft.js below a video. Enter posts. */
export const tiktok: Platform = {
  id: "tiktok",
  name: "TikTok",
  matches: ["https://www.tiktok.com/*"],
  evidence: "2026-02",
  seenLive: null,
  selectors: {
    composer: ["[data-e2e='comment-input'] [contenteditable='true']", "[data-e2e='message-input-area'] [contenteditable='true']"],
    never: ["[type='search']", "[data-e2e='search-user-input']"],
    scope: ["[data-e2e='comment-box']"],
    thread: ["[data-e2e='comment-item']"],
    send: ["[data-e2e='comment-post']", "[data-e2e='message-send']"],
    message: ["[data-e2e='comment-item']"],
    text: ["[data-e2e^='comment-level-']"],
    author: ["a[href^='/@']"],
    account: ["[data-e2e='nav-profile'][href^='/@']", "[data-e2e='profile-icon'] a[href^='/@']"],
    private: ["[data-e2e='message-input-area']"],
  },
  enterSends: true,
  place: ({ url }) => (url.pathname.startsWith("/messages") ? "dm" : null),
};
