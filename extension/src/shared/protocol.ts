import type { Settings } from "./settings";
import type { Account, Client, Language, LintAnswer, LintRequest, PlatformSwitches, RuleEvent } from "./types";

/** What pages and the content script ask of the background script. */
export type Ask =
  | { kind: "hello"; version?: number }
  | { kind: "lint"; composer: string; request: LintRequest }
  | { kind: "feedback"; rule: string; version: number; reason: string; text: string | null }
  | { kind: "events"; events: RuleEvent[] }
  | { kind: "consent"; key: string; account: Account }
  | { kind: "ignore"; rule?: string; word?: string }
  | { kind: "remind"; url: string }
  | { kind: "reminded"; url: string }
  | { kind: "recognised"; platform: string; yes: boolean }
  | { kind: "options" }
  | { kind: "colleague" }
  | { kind: "pause"; tab: number; on: boolean }
  | { kind: "status"; tab: number }
  | { kind: "try" }
  | { kind: "pair"; code: string }
  | { kind: "test-settings"; change: Partial<Settings> };

/** The answer to each. */
export interface Told {
  hello: Hello;
  lint: LintOutcome;
  feedback: null;
  events: null;
  consent: null;
  ignore: null;
  remind: null;
  reminded: null;
  recognised: null;
  options: null;
  colleague: null;
  pause: null;
  status: Status;
  "test-settings": null;
  pair: { ok: boolean; why: Trouble | Refused | null };
  try: { ok: boolean; why: Trouble | null; policy: Client["policy"] | null };
}

/** What the background script tells a tab. */
export type Tell = { kind: "changed" } | { kind: "state" };

/** Why there is no answer: nobody there, too slow, a token wanted, text too long, asked again meanwhile, a fault. */
export type Trouble = "away" | "slow" | "token" | "long" | "aborted" | "fault";

/** Why a code does not pair: wrong or no longer valid, tried too often. */
export type Refused = "code" | "often";

/** `here` is what the policy says for such drafts, where it decides otherwise for some accounts, places or platforms. */
export type LintOutcome = { ok: true; answer: LintAnswer; here?: Guarding | null } | { ok: false; why: Trouble };

/** What the guard goes by. */
export type Guarding = Pick<Client, "stop" | "locked" | "interruption_budget" | "override">;

/** What a content script needs to know. No token: pages share a process with it. */
export interface Hello {
  settings: Omit<Settings, "token" | "server">;
  /** The reader's language, and the words of the interface in it. */
  language: Language;
  words: Record<string, string>;
  /** The style sheets of the layer and of the lines: they come with the first composer, so that other pages do without. */
  looks: string;
  lines: string;
  client: Omit<Client, "texts" | "line"> | null;
  /** What the organisation says to everybody just now, in the reader's language. */
  line: string | null;
  platforms: PlatformSwitches | null;
  paused: boolean;
}

/** The last question that went to the server, kept in memory only. */
export interface Sent {
  at: number;
  to: string;
  request: LintRequest;
  outcome: string;
}

export interface Reminder {
  url: string;
  due: number;
}

export interface Counted {
  yes: number;
  no: number;
}

export interface Status {
  paused: boolean;
  sent: Sent | null;
  reachable: boolean | null;
  recognised: Record<string, Counted>;
  reminders: Reminder[];
}

/** What a tab's content script says about itself. */
export interface TabState {
  /** The platform that the page belongs to, switched on or not. */
  site: string | null;
  reading: boolean;
}
