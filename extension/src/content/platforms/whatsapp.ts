import type { Platform } from "./platform";

/** WhatsApp Web: Lexical. Every conversation is private; Enter sends. */
export const whatsapp: Platform = {
  id: "whatsapp",
  name: "WhatsApp Web",
  matches: ["https://web.whatsapp.com/*"],
  evidence: "2026-02",
  seenLive: null,
  selectors: {
    composer: ["footer [data-lexical-editor='true']", "[data-lexical-editor='true'][aria-label]"],
    never: ["[role='search'] *", "[aria-placeholder^='Search']", "[aria-placeholder^='Zoek']"],
    scope: ["#main"],
    send: ["footer [data-icon='send']", "footer button[aria-label='Send']", "footer button[aria-label='Verzenden']"],
    message: [".message-in, .message-out"],
    own: [".message-out"],
    text: [".selectable-text.copyable-text", ".selectable-text"],
  },
  nature: "messenger",
  enterSends: true,
  place: () => "dm",
};
