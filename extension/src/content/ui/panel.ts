import type { Texts, TextKey } from "../../shared/texts";
import type { Account, Finding, Situation } from "../../shared/types";
import { isPrivate } from "../consent";
import type { Session } from "../session";
import { isHot } from "../verdict";
import { type CardActions, contact, fixes, house, source } from "./card";
import { button, does, el } from "./dom";

const SITUATIONS: Situation[] = ["complaint", "question", "misinformation", "compliment", "abuse", "other"];
const PARTS = ["empathy", "facts", "solution"] as const;
const VOICES = ["brand", "personal", "ambassador"] as const satisfies Account[];
const SHORT = new Set(["x", "threads", "mastodon", "bluesky", "tiktok"]);

/** Why the panel is open: somebody looked, or a press on post was held. */
export type Reason = "look" | "ask" | "hold";

export interface PanelActions extends Pick<CardActions, "fix" | "close"> {
  show(finding: Finding): void;
  correct(situation: Situation | null): void;
  post(): void;
  override(reason: string): void;
  wait(): void;
  closeHere(): void;
  /** Read this one field, as whoever fits the site where nobody is named. */
  readHere(account?: Account): void;
  always(account: Account): void;
  options(): void;
  /** Ask a colleague, on the server's own page. */
  colleague(): void;
}

/** Everything about one composer: the verdict, what is missing, the points, and what fits this situation. */
export function panel(session: Session, why: Reason, texts: Texts, waiting: string | null, actions: PanelActions): HTMLElement {
  const box = el("section", { class: "panel", role: "dialog", "aria-label": texts.say("name") });
  if (!session.reads) box.append(...closed(session, texts, actions));
  else
    for (const part of [
      house(session),
      title(session, why, texts, actions),
      gate(session, why, texts, actions),
      pause(session, texts, waiting, actions),
      notices(session, texts),
      situation(session, texts, actions),
      meter(session, texts),
      points(session, texts, actions),
      guidance(session, texts),
      session.house.guideline ? source(session.house.guideline, texts) : null,
      contact(session, null, texts),
      session.house.ask ? el("p", { class: "small" }, button(texts.say("colleague"), actions.colleague, { class: "link", "data-act": "colleague" })) : null,
      el(
        "div",
        { class: "foot" },
        el("span", {}, texts.say("reads")),
        button(texts.say("stop_here"), actions.closeHere, { class: "link" }),
        button(texts.say("options"), actions.options, { class: "link end" }),
      ),
    ])
      if (part) box.append(part);
  return box;
}

function head(text: string, note: string | null, texts: Texts, close: () => void): HTMLElement {
  return el(
    "div",
    {},
    el("div", { class: "head" }, el("span", {}, texts.say("name")), button("×", close, { class: "icon", "aria-label": texts.say("close") })),
    el("h2", { tabindex: -1 }, text),
    note ? el("p", { class: "note" }, note) : null,
  );
}

function title(session: Session, why: Reason, texts: Texts, actions: PanelActions): HTMLElement {
  if (why === "ask") return head(texts.say("gate_review"), texts.say("gate_review_note"), texts, actions.close);
  if (why === "hold" || session.state === "stop") return head(texts.say("gate_stop"), texts.say("gate_stop_note"), texts, actions.close);
  const { trouble, slow, state, verdict } = session;
  if (trouble && trouble !== "aborted") return head(texts.say(trouble), null, texts, actions.close);
  if (slow) return head(texts.say("slow"), null, texts, actions.close);
  if (state === "empty") return head(texts.say("start"), texts.say("open_hint"), texts, actions.close);
  if (!verdict) return head(texts.say("checking"), null, texts, actions.close);
  return head(texts.say(`verdict_${verdict}`), texts.say("open_hint"), texts, actions.close);
}

function gate(session: Session, why: Reason, texts: Texts, actions: PanelActions): HTMLElement | null {
  if (why === "ask")
    return el(
      "div",
      { class: "choice" },
      button(texts.say("look"), () => actions.show(session.findings[0] as Finding), { class: "main", "data-act": "look", disabled: !session.findings.length }),
      button(texts.say("post"), actions.post, { class: "plain", "data-act": "post" }),
    );
  if (why !== "hold") return null;
  const policy = session.override;
  if (!policy.allowed) return null;
  const reason = el("input", { type: "text", maxlength: 200, "aria-label": texts.say("override_reason") });
  const needed = el("p", { class: "small", role: "alert", hidden: true }, texts.say("override_needed"));
  const box = el(
    "div",
    { class: "more", hidden: true },
    policy.reason && el("span", {}, texts.say("override_reason")),
    policy.reason && reason,
    needed,
    button(
      texts.say("override"),
      () => {
        if (policy.reason && !reason.value.trim()) {
          needed.hidden = false;
          reason.focus();
        } else actions.override(reason.value.trim());
      },
      { class: "plain", "data-act": "override" },
    ),
  );
  const open = button(
    `${texts.say("override")}…`,
    () => {
      box.hidden = false;
      open.hidden = true;
      if (policy.reason) reason.focus();
    },
    { class: "link", "data-act": "override-open" },
  );
  return el("div", {}, el("div", { class: "choice" }, open), box);
}

function pause(session: Session, texts: Texts, waiting: string | null, actions: PanelActions): HTMLElement | null {
  if (waiting) return el("p", { class: "notice" }, texts.say("pause_running", { time: waiting }));
  if (!isHot(session.findings)) return null;
  return el(
    "div",
    { class: "notice" },
    el("strong", {}, texts.say("pause_ask")),
    ` ${texts.say("pause_note")} `,
    button(texts.say("pause_start"), actions.wait, { class: "link", "data-act": "wait" }),
  );
}

function notices(session: Session, texts: Texts): HTMLElement | null {
  const said = session.answer?.situation;
  const unread = session.answer?.unread.length;
  if (!said?.distress && !said?.threat && !unread) return null;
  return el(
    "div",
    {},
    said?.distress ? el("p", { class: "notice" }, texts.say("distress")) : null,
    said?.threat ? el("p", { class: "notice threat" }, texts.say("threat")) : null,
    unread ? el("p", { class: "notice" }, texts.say("unread")) : null,
  );
}

function situation(session: Session, texts: Texts, actions: PanelActions): HTMLElement | null {
  const said = session.answer?.situation;
  if (!said) return null;
  const name = (label: string) => texts.fromServer(`situation_${label}`);
  const assumed = session.situation ? null : said.label;
  const select = el(
    "select",
    { "data-key": "situation" },
    el("option", { value: "", selected: !session.situation }, assumed ? texts.say("situation_auto", { label: name(assumed) }) : "Kalm"),
    ...SITUATIONS.map((label) => el("option", { value: label, selected: session.situation === label }, name(label))),
  );
  does(select, () => {
    if (select.value !== (session.situation ?? "")) actions.correct((select.value || null) as Situation | null);
  });
  return el("label", { class: "situation" }, texts.say("answers"), select);
}

function meter(session: Session, texts: Texts): HTMLElement | null {
  const { answer, site } = session;
  if (!answer?.situation || session.house.anatomy === false || SHORT.has(site.platform.id)) return null;
  return el(
    "ul",
    { class: "meter", "aria-label": texts.say("anatomy") },
    ...PARTS.map((part) => {
      const seen = answer.anatomy[part].length > 0;
      return el("li", { class: seen ? "seen" : "", "data-part": part }, `${texts.say(`anatomy_${part}`)} `, el("span", { class: "unseen" }, texts.say(seen ? "seen" : "unseen")));
    }),
  );
}

function points(session: Session, texts: Texts, actions: PanelActions): HTMLElement | null {
  if (!session.findings.length) return null;
  return el(
    "ul",
    { class: "points" },
    ...session.findings.map((finding) => {
      const words = finding.start === null || finding.end === null ? "" : session.text.slice(finding.start, finding.end);
      const kind = words ? texts.fromServer(`category_${finding.category}`) : `${texts.fromServer(`category_${finding.category}`)} · ${texts.say("missing")}`;
      const point = does(
        el(
          "button",
          { type: "button", class: "point", "data-rule": finding.rule, "data-key": `${finding.rule} ${words}` },
          el("span", { class: `kind ${finding.severity}` }, kind),
          el("span", { class: "what" }, finding.message),
          words && el("q", {}, words.length > 60 ? `${words.slice(0, 57)}…` : words),
        ),
        () => actions.show(finding),
      );
      return el("li", {}, point, words ? null : fixes(session, finding, texts, actions));
    }),
  );
}

function guidance(session: Session, texts: Texts): HTMLElement | null {
  const advice = session.answer?.guidance ?? [];
  if (!advice.length) return null;
  return el("details", { "data-key": "guidance" }, el("summary", {}, texts.say("guidance")), el("ol", {}, ...advice.map(({ text }) => el("li", {}, text))));
}

function closed(session: Session, texts: Texts, actions: PanelActions): HTMLElement[] {
  const { consent } = session.standing;
  const why = consent.reads ? "unknown" : consent.why;
  return [
    head(texts.say("off_title"), texts.say(`off_${why}` as TextKey), texts, actions.close),
    ...(why === "paused" ? [] : waysIn(session, texts, actions)),
    el("div", { class: "foot" }, button(texts.say("options"), actions.options, { class: "link end" })),
  ];
}

/** How a closed field is opened: by itself, or for its account where that can be told. */
function waysIn({ known, site, standing }: Session, texts: Texts, actions: PanelActions): HTMLElement[] {
  const { nature } = site.platform;
  const once = el("div", { class: "choice" }, button(texts.say("read_here"), () => actions.readHere(), { class: "main", "data-act": "read-here" }));
  const voices = (act: string, choose: (voice: Account) => void) =>
    el("div", { class: "choice" }, ...VOICES.map((voice) => button(texts.say(`as_${voice}`), () => choose(voice), { class: "plain", "data-act": `${act}-${voice}` })));
  const label = (text: string) => el("p", { class: "label" }, text);
  if (!known || (nature === "work" && !standing.account)) return [once];
  if (!standing.account) return [label(texts.say("read_here_as")), voices("here", actions.readHere)];
  const always = isPrivate(standing.place ?? null, nature) ? "always_dm_as" : "always_as";
  return [once, label(texts.say(always, { account: `@${standing.account}` })), voices("as", actions.always)];
}
