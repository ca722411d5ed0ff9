import type { Platform } from "./platform";

/** Zendesk: CKEditor 5. All open tickets stay in the page, so what belongs together is told by the ticket's id. */
export const zendesk: Platform = {
  id: "zendesk",
  name: "Zendesk",
  matches: [],
  evidence: "2026-02",
  seenLive: null,
  selectors: {
    composer: [
      "[data-test-id='omnicomposer-rich-text-ckeditor'] [contenteditable='true']",
      "[data-test-id='omnicomposer-rich-text-ckeditor'][contenteditable='true']",
      ".zendesk-editor--rich-text-comment[contenteditable='true']",
    ],
    never: ["[data-test-id*='search']", "[role='search'] *"],
    scope: ["[data-entity-id]", "[data-ticket-id]"],
    send: ["[data-test-id='submit_button-button']"],
    message: ["article"],
    text: ["[data-test-id='omni-log-message-content']", ".zd-comment"],
    author: ["[data-test-id='omni-log-item-sender']"],
  },
  nature: "work",
};
