// What the page knows of findings: their order, their names, and how one is told in full.
import { el } from "./dom.js";
import { t } from "./texts.js";

// Leaks first, then respect, what is missing, tone, facts and rights; style last.
const ORDER = [
  ["confidential"],
  ["respect"],
  ["missing-empathy", "escalation"],
  ["condescension", "emotional-tone"],
  ["facts", "disclosure", "copyright", "competitor", "moderation"],
  ["voice", "spam", "language"],
];
const SEVERITIES = ["suggestion", "warning", "error"];
const group = (finding) => ORDER.findIndex((names) => names.includes(finding.category));
const rank = (finding) => SEVERITIES.indexOf(finding.severity);

/** Whether it comes from grammar and spelling, which is asked apart and answers later. */
export const isLate = (finding) => finding.rule.startsWith("lt.");

/** What must not leave comes first, then the order above, then severity, then place in the text. */
export const byWeight = (findings) =>
  findings.toSorted(
    (a, b) =>
      (b.severity === "error") - (a.severity === "error") ||
      group(a) - group(b) ||
      rank(b) - rank(a) ||
      (a.start ?? -1) - (b.start ?? -1),
  );

/** Order for going through them: what is missing, then as they stand in the text. */
export const byPlace = (findings) => findings.toSorted((a, b) => (a.start ?? -1) - (b.start ?? -1));

/** Give each finding a key that lasts while its words stay the same, wherever they move. */
export function withKeys(findings, text) {
  const seen = new Map();
  return findings.map((finding) => {
    const name = `${finding.rule} ${finding.start === null ? "" : text.slice(finding.start, finding.end)}`;
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    return { ...finding, key: `${name} ${nth}` };
  });
}

/** Kind and weight: a piece of the line that is drawn under the words, and the same in words. */
export function kind(finding) {
  const words = [
    t(`category_${finding.category}`),
    finding.start === null && finding.category === "missing-empathy" ? t("missing") : t(`severity_${finding.severity}`),
  ];
  return el(
    "span",
    { className: `kind ${finding.severity}` },
    el("span", { className: `mark ${finding.severity}`, "aria-hidden": "true" }, "mm"),
    words.join(" · "),
  );
}

/** The words meant, shortened. Words that hurt are never repeated. */
export function quote(finding, text) {
  if (finding.start === null || finding.category === "respect") return null;
  const words = text.slice(finding.start, finding.end).replace(/\s+/g, " ").trim();
  return el("q", {}, words.length > 64 ? `${[...words].slice(0, 60).join("")}…` : words);
}

/** Up to three better wordings, each a button. */
export function fixes(finding, apply) {
  if (!finding.fixes.length) return null;
  const label = finding.start !== null ? "better" : finding.category === "missing-empathy" ? "start_with" : "add";
  const button = (fix) => el("button", { type: "button", className: "fix", onclick: () => apply(finding, fix) }, fix.title || t("drop"));
  return el(
    "div",
    { className: "fixes" },
    el("p", { className: "label" }, t(label)),
    el("ul", {}, finding.fixes.slice(0, 3).map((fix) => el("li", {}, button(fix)))),
  );
}

/** Why it matters and what to do. */
export const reasons = (finding) => [
  finding.why && el("p", {}, finding.why),
  finding.advice && el("p", { className: "do" }, finding.advice),
];

/** Whom to ask, and where it comes from. */
export const origin = (finding) => [
  finding.contact && el("p", { className: "source" }, t("contact", finding)),
  finding.source && el("p", { className: "source" }, `${t("source")}: ${finding.source}`),
];
