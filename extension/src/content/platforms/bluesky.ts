import type { Platform } from "./platform";

/** Bluesky: TipTap, in a dialog of its own making. */
export const bluesky: Platform = {
  id: "bluesky",
  name: "Bluesky",
  matches: ["https://bsky.app/*"],
  evidence: "2026-03",
  seenLive: null,
  selectors: {
    composer: [".ProseMirror[contenteditable='true']", "textarea[data-testid='messageInput']", "textarea[aria-label]"],
    never: ["[type='search']", "[role='search'] *"],
    scope: ["[role='dialog']", "[data-testid='composePostView']"],
    send: ["[data-testid='composerPublishBtn']"],
    message: ["[data-testid='replyTo']", "[data-testid^='postThreadItem-by-']", "[data-testid^='feedItem-by-']"],
    text: ["[data-testid='postText']"],
    author: ["a[href^='/profile/']"],
    account: ["[data-testid='composerAccount']", "nav a[href^='/profile/']"],
    private: ["[data-testid='convoScreen']"],
    image: ["[data-testid='selectedPhotoView'] img"],
    video: ["[data-testid='selectedVideoView'] video"],
  },
  modEnterSends: true,
  place: ({ url }) => (url.pathname.startsWith("/messages") ? "dm" : null),
};
