import type { Platform } from "./platform";

/** Mastodon, on hosts that the person adds. The content warning is read with its own field. */
export const mastodon: Platform = {
  id: "mastodon",
  name: "Mastodon",
  matches: [],
  evidence: "2026-05",
  seenLive: null,
  selectors: {
    composer: ["form.compose-form textarea", "form.compose-form #cw-spoiler-input"],
    never: [".search__input"],
    scope: ["form.compose-form"],
    send: ["form.compose-form [type='submit']", ".compose-form__submit button"],
    message: [".reply-indicator"],
    text: [".reply-indicator__content"],
    author: [".display-name__account", ".reply-indicator__display-name"],
    account: [".compose-form .navigation-bar .display-name__account", ".navigation-bar .display-name__account"],
    image: [".compose-form__upload__preview img", ".compose-form__upload-thumbnail"],
  },
  modEnterSends: true,
  // A direct message shows it on the button that chooses who may read; three generations of that.
  place: ({ scope }) =>
    scope.querySelector(".dropdown-button .icon-at, .privacy-dropdown__value-icon .icon-at, .privacy-dropdown .icon-at, [data-visibility='direct']")
      ? "dm"
      : null,
};
