import type { Texts } from "../../shared/texts";
import type { Finding, Fix } from "../../shared/types";
import type { Session } from "../session";
import { sentenceOf } from "../verdict";
import { button, does, el } from "./dom";
import { preview } from "./preview";

/** Why a finding is not right here, as the server knows them; the first holds where nobody says. */
const REASONS = ["other", "not-true-here", "tone-is-right", "quoted"] as const;

/** What a card lets one do. */
export interface CardActions {
  fix(finding: Finding, fix: Fix): void;
  go(step: 1 | -1): void;
  close(): void;
  /** Show everything about this composer. */
  all(): void;
  /** `text` is the sentence it is about, or the draft where something is missing, if the person wants it to go along. */
  dismiss(finding: Finding, reason: string, text: string | null): void;
  neverWord(finding: Finding): void;
  neverRule(finding: Finding): void;
}

/** One finding, explained: what, why, what to do, and how it could be said. */
export function card(session: Session, finding: Finding, texts: Texts, actions: CardActions): HTMLElement {
  const { spans } = session;
  const at = spans.findIndex((one) => one === finding);
  const said = texts.fromServer(`severity_${finding.severity}`);
  const kind = `${said.charAt(0).toUpperCase()}${said.slice(1)} · ${texts.fromServer(`category_${finding.category}`)}`;
  return el(
    "section",
    { class: `card ${finding.severity}`, role: "dialog", "aria-label": finding.message, "data-rule": finding.rule },
    el(
      "div",
      { class: "head" },
      el("span", { class: `kind ${finding.severity}` }, kind),
      el(
        "span",
        { class: "nav" },
        spans.length > 1 && at >= 0 && texts.say("of", { n: at + 1, total: spans.length }),
        spans.length > 1 && button("‹", () => actions.go(-1), { class: "icon", "aria-label": texts.say("previous") }),
        spans.length > 1 && button("›", () => actions.go(1), { class: "icon", "aria-label": texts.say("next") }),
        button("×", actions.close, { class: "icon", "aria-label": texts.say("close") }),
      ),
    ),
    house(session),
    el("p", { class: "what" }, finding.message),
    el("p", { class: "why" }, finding.why),
    el("p", { class: "do" }, finding.advice),
    fixes(session, finding, texts, actions),
    contact(session, finding.contact, texts),
    finding.source ? source(finding.source, texts) : null,
    foot(session, finding, texts, actions),
  );
}

/** Up to three better wordings, each a button. */
export function fixes(session: Session, finding: Finding, texts: Texts, actions: Pick<CardActions, "fix">): HTMLElement | null {
  if (!finding.fixes.length) return null;
  return el(
    "div",
    {},
    el("p", { class: "label" }, texts.say(finding.start !== null ? "better" : "start_with")),
    el(
      "div",
      { class: "fixes" },
      ...finding.fixes.slice(0, 3).map((fix) =>
        does(
          el("button", { type: "button", class: "fix" }, ...preview(session.text, fix)),
          () => actions.fix(finding, fix),
        ),
      ),
    ),
  );
}

/** What the organisation says to everybody just now. */
export function house(session: Session): HTMLElement | null {
  const { line } = session.house;
  return line ? el("p", { class: "notice house" }, line) : null;
}

/** Whom to ask: named for this finding, else for everything. */
export function contact(session: Session, named: string | null, texts: Texts): HTMLElement | null {
  const whom = named ?? session.house.contact;
  return whom ? el("p", { class: "small" }, texts.say("contact", { contact: whom })) : null;
}

export function source(text: string, texts: Texts): HTMLElement {
  const link = /^https?:\/\/\S+$/.test(text)
    ? el("a", { href: text, target: "_blank", rel: "noreferrer noopener" }, text.replace(/^https?:\/\//, ""))
    : text;
  return el("p", { class: "small" }, `${texts.say("source")}: `, link);
}

function foot(session: Session, finding: Finding, texts: Texts, actions: CardActions): HTMLElement {
  const holding = session.stopping.includes(finding);
  const box = el("div", { class: "more", hidden: true });
  const why = el(
    "select",
    { "aria-label": texts.say("not_here_ask") },
    ...REASONS.map((reason) => el("option", { value: reason }, texts.say(`reason_${reason}`))),
  );
  const reason = el("input", { type: "text", maxlength: 500, "aria-label": texts.say("reason"), placeholder: texts.say("reason") });
  const along = el("input", { type: "checkbox" });
  const { start, end } = finding;
  const word = start === null || end === null ? "" : session.text.slice(start, end);
  const own = session.settings.personalList && !holding && !session.house.locked?.includes(finding.rule);
  box.append(
    el("span", {}, texts.say("not_here_ask")),
    why,
    reason,
    el("label", { class: "check" }, along, texts.say(start === null ? "text_along_draft" : "text_along")),
    el(
      "div",
      { class: "row" },
      button(
        texts.say("not_here_once"),
        () => actions.dismiss(finding, reason.value.trim() || why.value, along.checked ? sentenceOf(session.text, finding) : null),
        { class: "main" },
      ),
      own && word && word.length <= 30 && button(texts.say("never_word", { word }), () => actions.neverWord(finding), { class: "plain" }),
      own && button(texts.say("never_rule"), () => actions.neverRule(finding), { class: "plain" }),
    ),
  );
  const open = button(
    texts.say("not_here"),
    () => {
      box.hidden = !box.hidden;
      open.setAttribute("aria-expanded", String(!box.hidden));
      if (box.hidden) return;
      box.scrollIntoView({ block: "nearest" });
      why.focus();
    },
    { class: "link", "aria-expanded": "false" },
  );
  const all = button(texts.say("all"), actions.all, { class: "link end" });
  return el("div", {}, el("div", { class: "foot" }, !holding && open, all), !holding && box);
}
