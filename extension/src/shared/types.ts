import type { components } from "../api/openapi";

type Schemas = components["schemas"];

export type LintRequest = Schemas["LintRequest"];
export type Context = Schemas["ContextIn"];
export type LintAnswer = Schemas["LintAnswer"];
export type Finding = Schemas["FindingOut"];
export type Fix = Schemas["FixOut"];
export type Severity = Finding["severity"];
export type Verdict = LintAnswer["verdict"];
export type Situation = Schemas["SituationOut"]["label"];
/** Whom to ask about what Kalm says here. */
export interface Contact {
  name: string;
  reach?: string | null;
  deputy?: string | null;
}
/** What a server may tell beyond that, or not. */
export interface House {
  /** One line for everybody, in a crisis for instance. */
  line: Record<Language, string> | null;
  contact: Contact | null;
  /** Whether colleagues can be asked on the server's own page. */
  ask: boolean;
  /** Whether the meter of an answer's parts is shown. */
  anatomy: boolean;
}
export type Client = Schemas["ClientAnswer"] & Partial<House>;
export type PlatformSwitches = Schemas["PlatformsAnswer"];
export type Account = NonNullable<Schemas["ContextIn"]["account"]>;
export type Place = NonNullable<Schemas["ContextIn"]["place"]>;
export type Attachment = Schemas["AttachmentIn"];
export type Turn = Schemas["TurnIn"];
export type Language = "nl" | "en";

export interface Span {
  start: number;
  end: number;
}
