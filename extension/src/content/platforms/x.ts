import type { Platform } from "./platform";

/** X, formerly Twitter: Draft.js. */
export const x: Platform = {
  id: "x",
  name: "X",
  matches: ["https://x.com/*", "https://twitter.com/*", "https://mobile.x.com/*"],
  evidence: "2026-09",
  seenLive: null,
  selectors: {
    composer: ["[data-testid^='tweetTextarea_'][contenteditable='true']", "[data-testid='dmComposerTextInput']"],
    never: ["[data-testid='SearchBox_Search_Input']", "[role='search'] *"],
    scope: ["[role='dialog']", "[data-testid='primaryColumn']", "main"],
    send: ["[data-testid='tweetButton']", "[data-testid='tweetButtonInline']", "[data-testid='dmComposerSendButton']"],
    message: ["article[data-testid='tweet']"],
    text: ["[data-testid='tweetText']"],
    author: ["[data-testid='User-Name'] a[href^='/']", "[data-testid='User-Name']"],
    account: ["[data-testid='SideNav_AccountSwitcher_Button']"],
    private: ["[data-testid='DmScrollerContainer']", "[data-testid='dmComposerTextInput']"],
    image: ["[data-testid='attachments'] img"],
    video: ["[data-testid='attachments'] video"],
    link: ["[data-testid='card.wrapper']"],
  },
  modEnterSends: true,
  place: ({ url }) => (/^\/(messages|i\/chat)/.test(url.pathname) ? "dm" : null),
};
