import type { Account, Place } from "../shared/types";

/** Why a field is not read. */
export type Closed = "dm" | "account" | "personal" | "unknown";

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
  /** The organisation's own accounts. */
  handles: readonly string[];
  consents: Readonly<Record<string, Account>>;
  /** Whether the person said so for this composer, and as whom. */
  here: Account | null;
}

/** Under which name a consent for an account is kept. Private messages have one of their own. */
export function consentKey({ platform, place, account, nature }: Pick<Asked, "platform" | "place" | "account" | "nature">): string {
  return `${platform}:${account ?? "?"}${isPrivate(place, nature) ? ":dm" : ""}`;
}

/**
 * Whether a field may be read, and as whom. Only an account that the organisation names as its own, and tools that are
 * for work, are read without asking. Private messages, personal accounts and whatever cannot be told are read when
 * the person said so: for this composer, or for this account.
 */
export function consent(asked: Asked): Consent {
  const said = asked.here ?? (asked.known ? asked.consents[consentKey(asked)] : undefined);
  if (said) return { reads: true, account: said };
  if (!asked.known) return { reads: false, why: "unknown" };
  if (isPrivate(asked.place, asked.nature)) return { reads: false, why: "dm" };
  if (asked.nature === "work") return { reads: true, account: null };
  if (asked.account === null) return { reads: false, why: "account" };
  if (asked.handles.map(bare).includes(asked.account)) return { reads: true, account: "brand" };
  return { reads: false, why: asked.handles.length ? "personal" : "account" };
}

const isPrivate = (place: Place | null, nature: Asked["nature"]) => place === "dm" || nature === "messenger";

const bare = (handle: string) => handle.replace(/^@/, "").toLowerCase();
