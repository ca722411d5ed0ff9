// Skeletons of the platforms' pages, made from the same public notes as the adapters. They prove that an adapter does
// what the notes say, and nothing about the live sites.
import type { EditorName } from "./bundle";

export interface SiteCase {
  platform: string;
  /** What is special, for the test's name. */
  what?: string;
  url: string;
  editor: EditorName;
  /** The page; the editor is mounted in `#composer`. */
  body: string;
  /** What the page gives the editor's element. */
  attributes?: Record<string, string>;
  /** How one posts: a button, or a key. */
  send: string | "Enter" | "Control+Enter";
  expects: { place: string | null; account: string | null; parent: string | null; author?: string | null; thread?: string[]; attachments?: string[]; key: string | null };
}

const COMPLAINT = "Al acht weken wachten op mijn paspoort en niemand belt terug!";
const composer = "<div id='composer'></div>";

export const SITES: SiteCase[] = [
  {
    platform: "x",
    what: "a reply in the dialog",
    url: "https://x.com/compose/post",
    editor: "draft",
    body: `<nav><button data-testid="SideNav_AccountSwitcher_Button"><span>Gemeente Dam</span> <span>@GemeenteDam</span></button></nav>
      <div role="dialog"><article data-testid="tweet"><div data-testid="User-Name"><a href="/sanne">Sanne</a></div><div data-testid="tweetText">${COMPLAINT}</div></article>
      ${composer}<div data-testid="attachments"><img alt="loket" src="data:,"></div><button data-testid="tweetButton">Antwoorden</button></div>`,
    attributes: { "data-testid": "tweetTextarea_0" },
    send: "[data-testid='tweetButton']",
    expects: { place: null, account: "gemeentedam", parent: COMPLAINT, author: "sanne", attachments: ["image"], key: "x:gemeentedam" },
  },
  {
    platform: "facebook",
    what: "a comment by Enter",
    url: "https://www.facebook.com/gemeentedam/posts/1",
    editor: "lexical",
    body: `<div role="article"><div data-ad-rendering-role="profile_name"><a href="/sanne">Sanne</a></div><div data-ad-rendering-role="story_message">${COMPLAINT}</div>${composer}</div>`,
    send: "Enter",
    expects: { place: null, account: null, parent: COMPLAINT, author: "sanne", key: null },
  },
  {
    platform: "facebook",
    what: "a post in a group, in the dialog",
    url: "https://www.facebook.com/groups/dam/",
    editor: "lexical",
    body: `<div role="dialog"><form method="POST">${composer}<img src="blob:x"></form><div role="button" tabindex="0">Plaatsen</div></div>`,
    send: "[role='button']",
    expects: { place: "group", account: null, parent: null, attachments: ["image"], key: null },
  },
  {
    platform: "linkedin",
    what: "a comment, TipTap",
    url: "https://www.linkedin.com/feed/update/1/",
    editor: "tiptap",
    body: `<div componentkey="expandedFeedType_1"><div componentkey="feed-commentary_1"><span data-testid="expandable-text-box">${COMPLAINT}</span></div>
      <div componentkey="commentBox-1"><form><div data-testid="ui-core-tiptap-text-editor-wrapper">${composer}</div><button type="submit">Reageren</button></form></div></div>`,
    attributes: { role: "textbox" },
    send: "button[type='submit']",
    expects: { place: null, account: null, parent: COMPLAINT, key: null },
  },
  {
    platform: "linkedin",
    what: "a comment, Quill 1.3",
    url: "https://www.linkedin.com/feed/",
    editor: "quill13",
    body: `<div class="feed-shared-update-v2"><div class="update-components-text"><span class="break-words">${COMPLAINT}</span></div>
      <div class="comments-comment-box">${composer}<button class="comments-comment-box__submit-button">Reageren</button></div></div>`,
    send: ".comments-comment-box__submit-button",
    expects: { place: null, account: null, parent: COMPLAINT, key: null },
  },
  {
    platform: "instagram",
    url: "https://www.instagram.com/p/1/",
    editor: "react",
    body: `<article><h2><a href="/sanne/">sanne</a></h2><h1 dir="auto">${COMPLAINT}</h1><form>${composer}<div role="button" tabindex="0">Plaatsen</div></form></article>`,
    send: "Enter",
    expects: { place: null, account: null, parent: COMPLAINT, author: "sanne", key: null },
  },
  {
    platform: "threads",
    url: "https://www.threads.com/@gemeentedam",
    editor: "lexical",
    body: `<nav><a href="/@gemeentedam">profiel</a></nav><div role="dialog"><div data-pressable-container="true"><a href="/@sanne">sanne</a><a href="/@sanne/post/1">1u</a><span dir="auto">${COMPLAINT}</span></div>${composer}<div role="button" tabindex="0">Plaatsen</div></div>`,
    send: "[role='dialog'] [role='button']",
    expects: { place: null, account: "gemeentedam", parent: COMPLAINT, author: "sanne", key: "threads:gemeentedam" },
  },
  {
    platform: "mastodon",
    url: "https://mastodon.kalm.example/@gemeentedam/1",
    editor: "textarea",
    body: `<form class="compose-form"><div class="navigation-bar"><span class="display-name__account">@gemeentedam</span></div>
      <div class="reply-indicator"><span class="display-name__account">@sanne@elders.example</span><div class="reply-indicator__content"><p>${COMPLAINT}</p></div></div>
      ${composer}<button type="submit">Toot</button></form>`,
    send: "button[type='submit']",
    expects: { place: null, account: "gemeentedam", parent: COMPLAINT, author: "sanne@elders.example", key: "mastodon:gemeentedam" },
  },
  {
    platform: "bluesky",
    url: "https://bsky.app/profile/sanne.bsky.social/post/1",
    editor: "tiptap",
    body: `<nav><a href="/profile/gemeentedam.bsky.social">profiel</a></nav><div role="dialog"><div data-testid="replyTo"><a href="/profile/sanne.bsky.social">Sanne</a><div data-testid="postText">${COMPLAINT}</div></div>${composer}<button data-testid="composerPublishBtn">Reply</button></div>`,
    send: "[data-testid='composerPublishBtn']",
    expects: { place: null, account: "gemeentedam.bsky.social", parent: COMPLAINT, author: "sanne.bsky.social", key: "bluesky:gemeentedam.bsky.social" },
  },
  {
    platform: "youtube",
    url: "https://www.youtube.com/watch?v=1",
    editor: "contenteditable",
    body: `<ytd-comment-thread-renderer><ytd-comment-view-model><a id="author-text" href="/@sanne">@sanne</a><div id="content-text">${COMPLAINT}</div>
      <ytd-commentbox>${composer}<div id="submit-button"><button>Reageren</button></div></ytd-commentbox></ytd-comment-view-model></ytd-comment-thread-renderer>`,
    attributes: { id: "contenteditable-root" },
    send: "#submit-button button",
    expects: { place: null, account: null, parent: COMPLAINT, author: "sanne", key: null },
  },
  {
    platform: "reddit",
    what: "new",
    url: "https://www.reddit.com/r/dam/comments/1/",
    editor: "lexical",
    body: `<shreddit-post><div slot="title">Paspoort</div></shreddit-post><shreddit-comment thingid="t1_1"><div slot="commentMeta"><a href="/user/sanne/">sanne</a></div><div slot="comment">${COMPLAINT}</div>
      <shreddit-composer>${composer}<button slot="submit-button">Comment</button></shreddit-composer></shreddit-comment>`,
    send: "button[slot='submit-button']",
    expects: { place: "group", account: null, parent: COMPLAINT, author: "sanne", key: null },
  },
  {
    platform: "reddit",
    what: "old",
    url: "https://old.reddit.com/r/dam/comments/1/",
    editor: "textarea",
    body: `<div id="header"><span class="user"><a href="/user/gemeentedam/">gemeentedam</a></span></div><div class="thing comment"><div class="entry"><a class="author" href="/user/sanne">sanne</a><div class="usertext-body"><div class="md">${COMPLAINT}</div></div></div>
      <div class="child"><form class="usertext"><div class="usertext-edit">${composer}<button type="submit" class="save">save</button></div></form></div></div>`,
    attributes: { name: "text" },
    send: ".usertext-edit .save",
    expects: { place: "group", account: "gemeentedam", parent: COMPLAINT, author: "sanne", key: "reddit:gemeentedam" },
  },
  {
    platform: "tiktok",
    url: "https://www.tiktok.com/@gemeentedam/video/1",
    editor: "draft",
    body: `<a data-e2e="nav-profile" href="/@gemeentedam">profiel</a><div data-e2e="comment-item"><a href="/@sanne">sanne</a><p data-e2e="comment-level-1">${COMPLAINT}</p>
      <div data-e2e="comment-box"><div data-e2e="comment-input">${composer}</div><div data-e2e="comment-post" role="button">Plaatsen</div></div></div>`,
    send: "[data-e2e='comment-post']",
    expects: { place: null, account: "gemeentedam", parent: COMPLAINT, author: "sanne", key: "tiktok:gemeentedam" },
  },
  {
    platform: "whatsapp",
    url: "https://web.whatsapp.com/",
    editor: "lexical",
    body: `<div id="main"><div class="message-out"><span class="selectable-text">Waarmee kan ik helpen?</span></div><div class="message-in"><span class="selectable-text">${COMPLAINT}</span></div><footer>${composer}</footer></div>`,
    attributes: { "aria-label": "Typ een bericht" },
    send: "Enter",
    expects: { place: "dm", account: null, parent: COMPLAINT, thread: ["Waarmee kan ik helpen?"], key: null },
  },
  {
    platform: "zendesk",
    url: "https://dam.kalm.example/agent/tickets/1",
    editor: "ckeditor",
    body: `<div data-entity-id="1"><article><span data-test-id="omni-log-item-sender">Sanne</span><div data-test-id="omni-log-message-content">${COMPLAINT}</div></article><div data-test-id="omnicomposer-rich-text-ckeditor">${composer}</div><button data-test-id="submit_button-button">Verzenden</button></div>
      <div data-entity-id="2"><article><div data-test-id="omni-log-message-content">Een ander kaartje</div></article></div>`,
    send: "[data-test-id='submit_button-button']",
    expects: { place: null, account: null, parent: COMPLAINT, author: "Sanne", key: null },
  },
  {
    platform: "chatwoot",
    url: "https://chat.kalm.example/app/accounts/1/conversations/1",
    editor: "prosemirror",
    body: `<div class="conversation-details-wrap"><ul><li class="right"><div class="prose">Waarmee kan ik helpen?</div></li><li class="left"><span class="sender--name">Sanne</span><div class="prose">${COMPLAINT}</div></li></ul>
      <div class="reply-box">${composer}<div class="right-wrap"><button>Verzenden</button></div></div></div>`,
    attributes: { class: "ProseMirror ProseMirror-woot-style" },
    send: ".right-wrap button",
    expects: { place: null, account: null, parent: COMPLAINT, author: "Sanne", thread: ["Waarmee kan ik helpen?"], key: null },
  },
];

/** Sites of these tests that are on no list of the extension's own. */
export const ADDED = {
  "lab.kalm.example": "generic",
  "mastodon.kalm.example": "mastodon",
  "dam.kalm.example": "zendesk",
  "chat.kalm.example": "chatwoot",
};

export const nameOf = ({ platform, what }: SiteCase): string => (what ? `${platform}, ${what}` : platform);
