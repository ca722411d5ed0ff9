// The advice beside the text: verdict, notices, build of the reply, findings, guidance.
import { $, el } from "./dom.js";
import { byWeight, fixes, isLate, kind, origin, quote, reasons } from "./findings.js";
import { count, t } from "./texts.js";

const SHOWN = 3;
const PARTS = ["empathy", "facts", "solution"];

export function createPanel({ apply, point }) {
  const [anatomyBox, findingsBox, guidanceBox] = ["anatomy", "findings", "guidance"].map($);
  const list = findingsBox.querySelector("ol");
  // What comes later, about grammar and spelling, stands last: nothing that a person is reading moves down for it.
  const languageBox = $("language-findings");
  const languageList = languageBox.querySelector("ol");
  const more = $("more");
  let unfolded = false;
  let open = new Set();
  let drawn = new Map(); // key → li

  // On a wide screen the advice stays beside the text: at the top if it fits, else scrolled up to its end.
  const aside = findingsBox.parentElement;
  const stick = () => (aside.style.top = `${Math.min(0, innerHeight - aside.offsetHeight + languageBox.offsetHeight)}px`);
  new ResizeObserver(stick).observe(aside);

  more.addEventListener("click", () => {
    unfolded = !unfolded;
    fold();
    if (unfolded) list.children[SHOWN]?.querySelector("button").focus();
  });

  function fold() {
    const items = [...list.children];
    items.forEach((item, i) => (item.hidden = !unfolded && i >= SHOWN));
    more.hidden = items.length <= SHOWN;
    if (more.hidden) return;
    more.textContent = unfolded ? t("less") : t("more", { n: items.length - SHOWN });
    more.setAttribute("aria-expanded", unfolded);
  }

  function item(finding, text) {
    const missing = finding.start === null;
    const told = el(
      "div",
      { className: "told", hidden: !open.has(finding.key) },
      reasons(finding),
      !missing && fixes(finding, apply),
      origin(finding),
    );
    const row = el(
      "button",
      {
        type: "button",
        className: "row",
        "aria-expanded": String(open.has(finding.key)),
        onclick: () => {
          const opened = told.toggleAttribute("hidden") === false;
          row.setAttribute("aria-expanded", opened);
          open[opened ? "add" : "delete"](finding.key);
        },
        onfocus: () => point(finding.key),
        onblur: () => point(null),
      },
      kind(finding),
      el("span", { className: "what" }, finding.message),
      quote(finding, text),
    );
    return el(
      "li",
      { className: finding.severity, onpointerenter: () => point(finding.key), onpointerleave: () => point(null) },
      row,
      told,
      missing && fixes(finding, apply),
    );
  }

  function showFindings(findings, text) {
    const focused = [...drawn].find(([, li]) => li.contains(document.activeElement))?.[0];
    open = new Set(findings.map((finding) => finding.key).filter((key) => open.has(key)));
    drawn = new Map(byWeight(findings).map((finding) => [finding.key, item(finding, text)]));
    const [ours, language] = [false, true].map((late) => findings.filter((one) => isLate(one) === late).map((one) => one.key));
    const rows = (keys) => [...drawn].filter(([key]) => keys.includes(key)).map(([, li]) => li);
    list.replaceChildren(...rows(ours));
    languageList.replaceChildren(...rows(language));
    findingsBox.hidden = !ours.length;
    languageBox.hidden = !language.length;
    fold();
    if (focused) drawn.get(focused)?.querySelector("button").focus({ preventScroll: true });
  }

  /** Unfold, open and focus one finding. */
  function reveal(key) {
    const li = drawn.get(key);
    if (li.hidden) {
      unfolded = true;
      fold();
    }
    const row = li.querySelector(".row");
    if (row.getAttribute("aria-expanded") === "false") row.click();
    row.focus();
  }

  /** Show the verdict, and the line under it; both are known once words were read. Returns what to say aloud. */
  function showVerdict(answer, findings = [], known = false) {
    const name = known ? answer.verdict : "none";
    const n = findings.filter((finding) => !isLate(finding)).filter((finding) => name === "ok" || finding.severity !== "suggestion").length;
    let note = "";
    if (name === "stop") note = t("note_stop");
    else if (known && n) note = count(...NOTES[name], n);
    else if (!known) note = t(answer?.guidance.length ? "note_start" : "verdict_none_note");
    for (const place of [$("verdict"), $("bar")]) place.textContent = t(`verdict_${name}`);
    $("note").textContent = note;
    document.body.dataset.verdict = name;
    $("bar").hidden = !known;
    return known ? `${t(`verdict_${name}`)}. ${note}` : "";
  }

  function showAnatomy(anatomy, own) {
    anatomyBox.hidden = !anatomy || own || "noAnatomy" in document.body.dataset;
    if (anatomyBox.hidden) return;
    anatomyBox.querySelector("ol").replaceChildren(
      ...PARTS.map((part) => {
        const seen = anatomy[part].length > 0;
        const words = [t(`anatomy_${part}`), el("small", {}, t(seen ? "anatomy_seen" : "anatomy_unseen"))];
        const show = () => point(part);
        const hide = () => point(null);
        return el(
          "li",
          { className: seen ? "seen" : "" },
          seen
            ? el("button", { type: "button", onfocus: show, onblur: hide, onpointerenter: show, onpointerleave: hide }, words)
            : el("span", {}, words),
        );
      }),
    );
  }

  function showGuidance(guidance) {
    guidanceBox.hidden = !guidance.length;
    guidanceBox.querySelector("ol").replaceChildren(...guidance.map((line) => el("li", {}, line.text)));
  }

  function showNotices(situation, unread, text) {
    const notice = (name) => el("div", { className: `notice ${name}` }, el("p", {}, el("strong", {}, t(name))), el("p", {}, t(`${name}_note`)));
    $("notice").replaceChildren(
      ...[
        situation?.threat && notice("threat"),
        situation?.distress && notice("distress"),
        unread.length &&
          el("p", { className: "notice unread" }, t("unread", { words: unread.map((span) => `“${clip(text, span)}”`).join(", ") })),
      ].filter(Boolean),
    );
  }

  /** Draw an answer whose spans already stand where the text is now. Returns the line to say aloud. */
  function show({ answer, findings, text, read, own }) {
    showFindings(findings, text);
    showAnatomy(read ? answer.anatomy : null, own);
    showGuidance(answer?.guidance ?? []);
    showNotices(answer?.situation, answer?.unread ?? [], text);
    if (answer) $("policy").textContent = t(answer.policy.version ? "policy" : "policy_0", answer.policy);
    return showVerdict(answer, findings, read);
  }

  return { show, showVerdict, reveal, dropped: showFindings };
}

const NOTES = { review: ["note_review", "note_review_n"], ok: ["note_ok_one", "note_ok_n"] };

function clip(text, { start, end }) {
  const words = [...text.slice(start, end)];
  return words.length > 40 ? `${words.slice(0, 37).join("")}…` : words.join("");
}
