import type { Platform } from "./platform";

/** Chatwoot: ProseMirror. */
export const chatwoot: Platform = {
  id: "chatwoot",
  name: "Chatwoot",
  matches: [],
  evidence: "2026-04",
  seenLive: null,
  selectors: {
    composer: [".ProseMirror-woot-style", ".reply-box .ProseMirror"],
    never: ["[type='search']"],
    scope: [".conversation-details-wrap", ".conversation-panel"],
    send: [".reply-box .right-wrap button", ".reply-box button[type='submit']"],
    message: [".message-bubble-container", "li.left, li.right", "[id^='message']"],
    own: ["li.right", ".message-bubble-container.right"],
    text: [".prose", ".message-text__wrap"],
    author: [".sender--name"],
  },
  nature: "work",
  modEnterSends: true,
};
