import type { Platform } from "./platform";

/** YouTube: a plain contenteditable below a video. */
export const youtube: Platform = {
  id: "youtube",
  name: "YouTube",
  matches: ["https://www.youtube.com/*", "https://studio.youtube.com/*"],
  evidence: "2026-02",
  seenLive: null,
  selectors: {
    composer: ["#contenteditable-root[contenteditable]", "#contenteditable-textarea [contenteditable]"],
    never: ["#search *", "ytd-searchbox *"],
    scope: ["ytd-commentbox", "ytcp-commentbox"],
    thread: ["ytd-comment-thread-renderer", "ytcp-comment-thread"],
    send: ["ytd-commentbox #submit-button button", "ytd-commentbox #submit-button", "ytcp-commentbox #submit-button"],
    message: ["ytd-comment-view-model", "ytd-comment-renderer"],
    text: ["#content-text"],
    author: ["#author-text"],
    account: ["ytd-commentbox #author-thumbnail[data-handle]", "yt-formatted-string#channel-handle"],
  },
  modEnterSends: true,
};
