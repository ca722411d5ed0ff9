import type { Platform } from "./platform";

/** Reddit, new: Lexical or a Markdown textarea in `shreddit-composer`. Old: a form with a textarea. */
export const reddit: Platform = {
  id: "reddit",
  name: "Reddit",
  matches: ["https://www.reddit.com/*", "https://old.reddit.com/*"],
  evidence: "2026-02",
  seenLive: null,
  selectors: {
    composer: [
      "shreddit-composer [contenteditable='true']",
      "shreddit-composer textarea",
      ".usertext-edit textarea[name='text']",
    ],
    never: ["faceplate-search-input *", "#search *"],
    scope: ["shreddit-composer", "r-post-composer-form", ".usertext-edit"],
    send: ["button[slot='submit-button']", "#inner-post-submit-button", ".usertext-edit .save"],
    thread: ["shreddit-comment", ".comment", "main", "shreddit-app", ".content"],
    message: ["shreddit-comment, .comment", "shreddit-post, .thing.link"],
    text: [":scope > [slot='comment']", ":scope > [slot='text-body']", ":scope > .entry .usertext-body .md", ":scope > [slot='title']", "a.title"],
    author: [":scope > [slot='commentMeta'] a", ":scope > .entry .author", ".author"],
    account: ["header.user a", "#header .user a", "[data-testid='user-drawer'] [data-username]"],
    private: [".messages-page", "rs-app"],
  },
  // A community belongs to its members; what stands on a profile may be the organisation's own.
  place({ url }) {
    if (/^\/(message|chat)/.test(url.pathname)) return "dm";
    return url.pathname.startsWith("/r/") ? "group" : null;
  },
};
