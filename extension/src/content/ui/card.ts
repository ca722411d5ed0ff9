import type { Texts } from "../../shared/texts";
import type { Finding, Fix } from "../../shared/types";
import type { Session } from "../session";
import { button, does, el } from "./dom";
import { preview } from "./preview";

/** What a card lets one do. */
export interface CardActions {
  fix(finding: Finding, fix: Fix): void;
  go(step: 1 | -1): void;
  close(): void;
  /** Show everything about this composer. */
  all(): void;
  dismiss(finding: Finding, reason: string): void;
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
        spans.length > 1 && texts.say("of", { n: at + 1, total: spans.length }),
        spans.length > 1 && button("‹", () => actions.go(-1), { class: "icon", "aria-label": texts.say("previous") }),
        spans.length > 1 && button("›", () => actions.go(1), { class: "icon", "aria-label": texts.say("next") }),
        button("×", actions.close, { class: "icon", "aria-label": texts.say("close") }),
      ),
    ),
    el("p", { class: "what" }, finding.message),
    el("p", { class: "why" }, finding.why),
    el("p", { class: "do" }, finding.advice),
    fixes(session, finding, texts, actions),
    finding.contact ? el("p", { class: "small" }, texts.say("contact", { contact: finding.contact })) : null,
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

function source(text: string, texts: Texts): HTMLElement {
  const link = /^https?:\/\/\S+$/.test(text)
    ? el("a", { href: text, target: "_blank", rel: "noreferrer noopener" }, text.replace(/^https?:\/\//, ""))
    : text;
  return el("p", { class: "small" }, `${texts.say("source")}: `, link);
}

function foot(session: Session, finding: Finding, texts: Texts, actions: CardActions): HTMLElement {
  const holding = session.stopping.includes(finding);
  const box = el("div", { class: "more", hidden: true });
  const reason = el("input", { type: "text", maxlength: 200, "aria-label": texts.say("reason"), placeholder: texts.say("reason") });
  const { start, end } = finding;
  const word = start === null || end === null ? "" : session.text.slice(start, end);
  const own = session.settings.personalList && !holding;
  box.append(
    el("span", {}, texts.say("not_here_ask")),
    reason,
    el(
      "div",
      { class: "row" },
      button(texts.say("not_here_once"), () => actions.dismiss(finding, reason.value.trim()), { class: "main" }),
      own && word && word.length <= 30 && button(texts.say("never_word", { word }), () => actions.neverWord(finding), { class: "plain" }),
      own && button(texts.say("never_rule"), () => actions.neverRule(finding), { class: "plain" }),
    ),
  );
  const open = button(
    texts.say("not_here"),
    () => {
      box.hidden = !box.hidden;
      open.setAttribute("aria-expanded", String(!box.hidden));
      if (!box.hidden) reason.focus();
    },
    { class: "link", "aria-expanded": "false" },
  );
  const all = button(texts.say("all"), actions.all, { class: "link end" });
  return el("div", {}, el("div", { class: "foot" }, !holding && open, all), !holding && box);
}
