import type { Account, Client, Place } from "../shared/types";

/** Why a field is not read. */
export type Closed = "dm" | "account" | "personal" | "unknown" | "closed" | "paused";

export type Consent = { reads: true; account: Account | null } | { reads: false; why: Closed };

export interface Asked {
  platform: string;
  /** `work` tools are for the organisation; a `messenger` is private throughout. */
  nature: "messenger" | "work" | undefined;
  place: Place | null;
  /** The account that will be the sender, if it can be read. */
  account: string | null;
  /** Whether the adapter knows this field. */
  known: boolean;
  /** The organisation's accounts, on all platforms. */
  accounts: Client["accounts"];
  consents: Readonly<Record<string, Account>>;
  /** What the person said for this composer: as whom it may be read, or that it may not. */
  here: Account | "closed" | null;
  /** Whether the person paused Kalm in this tab. */
  paused: boolean;
}

/**
 * Under which name a consent for an account is kept; null where the account cannot be told, for then it would hold for
 * every account. Private messages have a name of their own.
 */
export function consentKey({ platform, place, account, nature }: Pick<Asked, "platform" | "place" | "account" | "nature">): string | null {
  return account === null ? null : `${platform}:${account}${isPrivate(place, nature) ? ":dm" : ""}`;
}

/**
 * Whether a field may be read, and as whom. Only an account that the organisation names as its own voice on this
 * platform, and tools that are for work, are read without asking. Private messages, personal accounts and whatever
 * cannot be told are read when the person said so: for this composer, or for this account.
 */
export function consent(asked: Asked): Consent {
  if (asked.paused) return { reads: false, why: "paused" };
  if (asked.here === "closed") return { reads: false, why: "closed" };
  const key = asked.known ? consentKey(asked) : null;
  const said = asked.here ?? (key === null ? undefined : asked.consents[key]);
  if (said) return { reads: true, account: said };
  if (!asked.known) return { reads: false, why: "unknown" };
  if (isPrivate(asked.place, asked.nature)) return { reads: false, why: "dm" };
  if (asked.nature === "work") return { reads: true, account: null };
  if (asked.account === null) return { reads: false, why: "account" };
  const own = asked.accounts.filter(({ account }) => account === "brand");
  if (handlesOn(asked.platform, own).includes(asked.account)) return { reads: true, account: "brand" };
  return { reads: false, why: asked.accounts.length ? "personal" : "account" };
}

/** Names of accounts on one platform, as adapters read them: without @, in small letters. */
export const handlesOn = (platform: string, accounts: Client["accounts"]): string[] =>
  accounts.filter((one) => one.platform === platform).map(({ handle }) => handle.replace(/^@/, "").toLowerCase());

/** Whether what is written here is for a few only. */
export const isPrivate = (place: Place | null, nature: Asked["nature"]): boolean => place === "dm" || nature === "messenger";
