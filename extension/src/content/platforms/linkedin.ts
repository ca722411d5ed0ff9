import type { Platform } from "./platform";

/** LinkedIn: two generations at once. TipTap in a native dialog, Quill in the shadow root of `#interop-outlet`. */
export const linkedin: Platform = {
  id: "linkedin",
  name: "LinkedIn",
  matches: ["https://www.linkedin.com/*"],
  evidence: "2026-06",
  seenLive: null,
  selectors: {
    composer: [
      "[componentkey='ShareBox_textEditor'] [contenteditable='true']",
      "[componentkey='ShareBox_textEditor'][contenteditable='true']",
      "[data-testid='ui-core-tiptap-text-editor-wrapper'] [role='textbox']",
      ".share-box-v2__modal .ql-editor",
      ".comments-comment-box .ql-editor",
      ".msg-form__contenteditable",
    ],
    never: ["[role='search'] *", ".search-global-typeahead *"],
    scope: ["dialog", ".share-box-v2__modal", "[componentkey^='commentBox-']", ".comments-comment-box", ".msg-form"],
    thread: ["[componentkey*='FeedType_']", ".feed-shared-update-v2", "[data-sdui-screen*='UpdateDetail']"],
    send: [
      "[componentkey^='commentBox-'] button[type='submit']",
      "[componentkey*='commentButtonSection'] button",
      ".comments-comment-box__submit-button",
      ".comments-comment-box__submit-button--cr",
      ".share-actions__primary-action",
      "dialog[open] [data-sdui-screen*='sharing.ShareCompose'] button:not(:has(svg))",
      ".msg-form__send-button",
    ],
    message: [
      "[componentkey^='feed-commentary_'], [componentkey^='replaceableComment_']",
      ".update-components-text, .comments-comment-entity",
    ],
    text: ["[data-testid='expandable-text-box']", ".comments-comment-item__main-content", ".break-words"],
    author: [".comments-comment-meta__description-title"],
    account: [".share-creation-state__header-title", ".comments-comment-box__avatar-name"],
    private: [".msg-form", "[data-sdui-screen*='messaging']"],
    image: [".share-creation-state img.share-images__image", "dialog[open] img[src^='blob:']"],
    video: [".share-creation-state video", "dialog[open] video"],
    link: [".share-creation-state .update-components-article"],
  },
  place({ url }) {
    if (url.pathname.startsWith("/messaging")) return "dm";
    return url.pathname.startsWith("/groups/") ? "group" : null;
  },
  handle: (element) => element.textContent?.trim().toLowerCase() || null,
};
