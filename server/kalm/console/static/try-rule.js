// Tries a rule: sends what is typed to POST /v1/lint and shows what is found. Nothing is kept, here or there.
import { $, el } from "./dom.js";
import { createLinter } from "./lint.js";

const form = $("try-form");
const { rule, rules } = form.dataset;
const [text, parent, situation, place, account] = ["text", "parent", "situation", "place", "account"].map((name) => $(`try-${name}`));
const [answer, marked, list] = ["answer", "marked", "list"].map((name) => $(`try-${name}`));
let last = null;

const linter = createLinter({ question, answered, state, headers: () => ({ "Accept-Language": document.documentElement.lang }) });

function question() {
  if (!text.value.trim()) return null;
  const around = { place: place.value, account: account.value };
  if (parent.value.trim()) around.parent = { text: parent.value };
  if (parent.value.trim() && situation.value) around.situation = situation.value;
  return { text: text.value, context: around };
}

function state(name) {
  if (name === "ok" || name === "slow") return;
  show(name === "long" ? answer.dataset.long : answer.dataset.away, null, []);
}

function answered(body, found) {
  last = body && { text: body.text, findings: found.findings };
  draw();
}

function draw() {
  if (!last) return show("", null, []);
  const all = form.elements.show.value === "all";
  const findings = all ? last.findings : last.findings.filter((one) => one.rule === rule);
  const { none, off, found, foundOne } = answer.dataset;
  const told = findings.length === 1 ? foundOne : findings.length ? found.replace("{total}", findings.length) : (!all && off) || none;
  show(told, last.text, findings);
}

function show(told, words, findings) {
  answer.textContent = told;
  marked.hidden = !findings.length;
  marked.replaceChildren(...(findings.length ? pieces(words, findings) : []));
  list.replaceChildren(...findings.map((one) =>
    el("li", {}, el("a", { href: `${rules}/${one.rule}` }, one.message), " ", el("small", {}, one.advice))));
}

/** The text with what was found marked; what overlaps becomes one mark. */
function pieces(words, findings) {
  const spans = findings.filter((one) => one.start !== null).sort((a, b) => a.start - b.start);
  const made = [];
  let at = 0;
  for (const { start, end, severity } of spans) {
    if (end <= at) continue;
    made.push(words.slice(at, Math.max(start, at)), el("mark", { className: severity }, words.slice(Math.max(start, at), end)));
    at = end;
  }
  return [...made, words.slice(at)];
}

form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  linter.now();
});
for (const field of [text, parent, situation, place, account]) field.addEventListener("input", () => last && linter.schedule());
for (const choice of form.elements.show) choice.addEventListener("change", draw);
