// The self-check page: wires the fields, the server's answer and the advice together. Keeps everything in memory only.
import { createCard } from "./card.js";
import { $ } from "./dom.js";
import { fill, replace } from "./editing.js";
import { chosen, fillIn, parentChanged, placeFollows, question, replying, showPicture } from "./facts.js";
import { createGrammar } from "./grammar.js";
import { isLate, withKeys } from "./findings.js";
import { createLinter } from "./lint.js";
import { createMirror } from "./mirror.js";
import { createPanel } from "./panel.js";
import { loadSample } from "./samples.js";
import { applyEdits, difference, slide, slideAll, slideFinding, slidePoint } from "./spans.js";
import { count, language, speak, t } from "./texts.js";
import { walk } from "./walk.js";

const draft = $("draft");
const parent = $("parent");
const situation = $("situation");
const mirror = createMirror(draft);
const parentMirror = createMirror(parent);

let text = ""; // what the findings below stand in
let read = false; // whether there were words to read for that answer
let parentText = ""; // what the cues of the situation stand in
let answer = null;
let findings = [];
let pointed = null; // key of a finding, or part of the reply, that is lit up
let undo = null; // {start, end, before}: the last fix, as long as its words stand
let token = "";
let practising = null; // the exercises, once somebody wants them

const panel = createPanel({ apply, point });
const card = createCard(draft.parentElement, { apply, closed: backToText });
const linter = createLinter({ question, answered, state, headers });
const grammar = createGrammar({ question, headers, found: addGrammar });

// --- Asking ---------------------------------------------------------------------------------------------------------

function headers() {
  return { "Accept-Language": language(), ...(token && { Authorization: `Bearer ${token}` }) };
}

/** Take in an answer. What was typed since it was asked moves its spans, or drops them. */
function answered(body, fresh) {
  answer = fresh;
  read = Boolean(fresh && body.text.trim());
  const late = fresh ? grammar.still(draft.value) : [];
  findings = fresh ? withKeys(fresh.findings, body.text) : [];
  // Before a word is written everything is missing; only what helps to begin is worth showing.
  if (!read || !draft.value.trim()) findings = findings.filter((finding) => finding.start === null && finding.fixes.length);
  if (fresh) {
    text = body.text;
    parentText = body.context.parent?.text ?? "";
    move(difference(body.text, draft.value)); // what can be undone has moved with every key already
    followParent();
    draft.lang = fresh.language;
  }
  text = draft.value;
  addLate(late);
  show();
  summarise();
  practising?.read(fresh);
  if (fresh && draft.value.trim()) grammar.ask();
}

/** Take in what is found about grammar: it joins what stands there, and moves nothing of it. */
function addGrammar(fresh) {
  findings = findings.filter((finding) => !isLate(finding));
  addLate(fresh);
  show();
}

/** Late findings that stand where nothing of ours does. */
function addLate(late) {
  const ours = findings.filter((finding) => finding.start !== null);
  findings = [...findings, ...late.filter((one) => !ours.some((other) => one.start < other.end && other.start < one.end))];
}

/** Move everything that has a place in the draft along with what was typed. */
function follow() {
  const edit = difference(text, draft.value);
  if (undo) undo = undo.start === undo.end ? slidePoint(undo, edit) : slide(undo, edit);
  return move(edit);
}

/** Move what the answer found; says whether any of it is gone. */
function move(edit) {
  const before = findings.length;
  findings = findings.map((finding) => slideFinding(finding, edit)).filter(Boolean);
  if (answer) {
    const { empathy, facts, solution } = answer.anatomy;
    answer.anatomy = { empathy: slideAll(empathy, edit), facts: slideAll(facts, edit), solution: slideAll(solution, edit) };
    answer.unread = slideAll(answer.unread, edit);
  }
  text = draft.value;
  return findings.length < before;
}

function followParent() {
  if (answer?.situation) answer.situation.cues = slideAll(answer.situation.cues, difference(parentText, parent.value));
  parentText = parent.value;
  parentMirror.paint((answer?.situation?.cues ?? []).map((span) => ({ ...span, look: "cue" })));
}

// --- Drawing --------------------------------------------------------------------------------------------------------

let spoken = "";

function show() {
  paint();
  spoken = panel.show({ answer, findings, text, read: read && Boolean(text.trim()), own: !replying() });
  showSituation();
  showLanguage();
  const key = card.finding()?.key;
  if (key && !findings.some((finding) => finding.key === key)) card.close(true);
}

function paint() {
  const parts = answer && pointed in answer.anatomy ? answer.anatomy[pointed] : [];
  mirror.paint([
    ...parts.map((span) => ({ ...span, look: "lit" })),
    ...findings
      .filter((finding) => finding.start !== null)
      .map((finding) => ({ ...finding, owner: finding.key, look: finding.severity + (finding.key === pointed ? " lit" : "") })),
  ]);
  const n = [...draft.value].length;
  $("count").textContent = count("character", "characters", n);
  $("copy").hidden = !n || !navigator.clipboard;
  $("clear").hidden = !n && !parent.value;
  $("done").hidden = !undo;
}

/** Light up the words of a finding or a part of the reply; null puts the light out. */
function point(key) {
  pointed = key;
  paint();
}

function showSituation() {
  situation.hidden = !parent.value.trim();
  const seen = answer?.situation;
  const auto = situation.querySelector("[value=''] + span");
  const label = seen && t(`situation_${seen.label}`);
  auto.textContent = !seen || chosen() ? t("situation_auto") : t(seen.confidence < 0.6 ? "situation_unsure" : "situation_auto_as", { label });
}

function showLanguage() {
  const name = answer && new Intl.DisplayNames(language(), { type: "language" }).of(answer.language);
  const auto = $("language").options[0];
  auto.textContent = name && auto.selected ? t("language_auto_as", { name }) : t("language_auto");
}

let saying = 0;
let said = "";

/** Tell a screen reader something, now. */
function say(words) {
  $("said").textContent = "";
  requestAnimationFrame(() => ($("said").textContent = words));
}

/** Tell the verdict once the typing has stopped, and only when it changed. */
function summarise() {
  clearTimeout(saying);
  saying = setTimeout(() => {
    if (spoken && spoken !== said) say(spoken);
    said = spoken;
  }, 1200);
}

/** One quiet line when the server is slow or away. An old verdict would mislead, so it is taken back. */
function state(name) {
  const line = $("line");
  const words = name === "ok" ? "" : t(name);
  $("token").hidden = name !== "token";
  line.hidden = !words;
  if (!words) {
    line.textContent = ""; // so that it is told again when it comes again
    return;
  }
  if (line.textContent !== words && name !== "slow") say(words);
  line.textContent = words;
  clearTimeout(saying);
  said = ""; // the verdict is taken back, and told again when it is there again
  panel.showVerdict(null);
  $("note").textContent = "";
}

// --- Writing --------------------------------------------------------------------------------------------------------

draft.addEventListener("input", () => {
  if (follow()) panel.dropped(findings, text);
  card.close();
  paint();
  grammar.typed();
  linter.schedule();
});

parent.addEventListener("input", () => {
  parentChanged();
  followParent();
  paint();
  linter.schedule();
});

function apply(finding, fix) {
  const current = findings.find((one) => one.key === finding.key)?.fixes.find((one) => one.title === fix.title);
  if (!current) return;
  const { start, end, replacement } = applyEdits(draft.value, current.edits);
  const before = draft.value.slice(start, end);
  card.close();
  replace(draft, start, end, replacement);
  undo = { start, end: start + replacement.length, before };
  $("done").firstElementChild.textContent = t("applied");
  paint();
  say(t("applied"));
  linter.now();
}

$("done").querySelector("button").addEventListener("click", () => {
  const { start, end, before } = undo;
  undo = null;
  replace(draft, start, end, before);
  say(t("undone"));
  linter.now();
});

$("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(draft.value);
  say(t("copied"));
});

$("clear").addEventListener("click", () => {
  placeFollows(true);
  undo = null;
  fill(parent, "");
  fill(draft, "");
  say(t("cleared"));
});

$("sample").addEventListener("click", () => loadSample(language()).then(showSample, () => state("away")));

function showSample(sample) {
  undo = null;
  fillIn(sample);
  fill(parent, sample.parent ?? "");
  fill(draft, sample.draft);
  $("sample").dataset.t = "sample_next";
  $("sample").textContent = t("sample_next");
  say(t("sample_loaded", { name: sample.name[language()] }));
  linter.now();
}

$("practice").addEventListener("click", async () => {
  try {
    practising ??= (await import("./practice.js")).createPractice({ show: showExercise, say });
    practising.next(language());
  } catch {
    state("away");
  }
});

function showExercise(exercise) {
  undo = null;
  fillIn(exercise);
  fill(parent, exercise.parent ?? "");
  fill(draft, exercise.draft);
  linter.now();
}

$("shared")?.addEventListener("click", (event) => {
  const words = draft.value;
  fill(draft, "");
  fill(parent, words);
  event.target.remove();
  draft.focus();
});

// --- Facts ----------------------------------------------------------------------------------------------------------

$("write").addEventListener("submit", (event) => event.preventDefault());
$("write").addEventListener("change", (event) => {
  if (event.target === $("place")) placeFollows(false);
  if (event.target === $("language") && $("language").value !== "auto") draft.lang = $("language").value;
  showPicture();
  showSituation();
  showLanguage();
  if (event.target !== draft && event.target !== parent) linter.now();
});
$("strictness").addEventListener("change", () => linter.now());
$("picture-facts").addEventListener("input", () => linter.schedule());
$("token").addEventListener("input", (event) => {
  token = event.target.value.trim();
  linter.schedule();
});

document.querySelector("nav").addEventListener("click", (event) => {
  const next = event.target.closest("a")?.lang;
  if (!next) return;
  event.preventDefault();
  speak(next).then(relabel, () => state("away"));
});

function relabel() {
  card.close();
  practising?.relabel();
  show();
  linter.now();
}

function backToText(finding, inside) {
  if (!inside) return;
  draft.focus({ preventScroll: true });
  const now = findings.find((one) => one.key === finding.key);
  if (now) draft.setSelectionRange(now.end, now.end);
}

walk({ draft, mirror, card, panel, say, findings: () => findings, pointed: () => pointed });
show();
// What was typed before this script ran is read as well.
for (const field of [parent, draft]) if (field.value) field.dispatchEvent(new InputEvent("input"));
