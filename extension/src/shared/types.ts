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
export type Client = Schemas["ClientAnswer"];
export type PlatformSwitches = Schemas["PlatformsAnswer"];
export type RuleEvent = Schemas["EventIn"];
export type Account = NonNullable<Schemas["ContextIn"]["account"]>;
export type Place = NonNullable<Schemas["ContextIn"]["place"]>;
export type Attachment = Schemas["AttachmentIn"];
export type Turn = Schemas["TurnIn"];
export type Language = "nl" | "en";

export interface Span {
  start: number;
  end: number;
}
