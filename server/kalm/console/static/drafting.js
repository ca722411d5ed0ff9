// The forms of the draft: rows that come and go, the picker of rules, moments in one's own time, and the try-out.
import { $, el } from "./dom.js";

const form = $("draft");
const answer = $("try-answer");
const texts = answer ? JSON.parse(answer.dataset.texts) : {};
const say = (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);

// --- Rows -----------------------------------------------------------------------------------------------------------

let fresh = 20000; // above every row that the server made; it closes the gaps

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add], [data-remove]");
  if (!button) return;
  if ("add" in button.dataset) {
    const list = button.closest("[data-rows]");
    const own = list.querySelector(":scope > template");
    const made = document.createElement("template");
    made.innerHTML = own.innerHTML.replaceAll(list.dataset.mark, fresh++);
    const row = made.content.firstElementChild;
    own.before(row);
    row.querySelector("input, select, textarea").focus();
  } else {
    const row = button.closest("[data-row]");
    const list = row.parentElement;
    const next = row.nextElementSibling?.matches("[data-row]") ? row.nextElementSibling.querySelector("input, select") : list.querySelector(":scope > [data-add]");
    row.remove();
    next?.focus();
  }
  changed();
});

// --- Unsaved --------------------------------------------------------------------------------------------------------

let dirty = Boolean(document.querySelector("[role=alert]"));

function changed() {
  dirty = true;
  const place = form.querySelector("[data-changed]");
  if (place && texts.unsaved) place.textContent = texts.unsaved;
  ask();
}

form.addEventListener("input", changed);
form.addEventListener("submit", () => (dirty = false));
addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});
document.querySelector("[aria-invalid=true]")?.focus();

// --- Moments: the server speaks UTC, a person their own time ----------------------------------------------------------

const local = (moment) => new Date(moment - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 16);

for (const field of form.querySelectorAll("[type=datetime-local]")) {
  if (field.dataset.utc) field.value = local(new Date(field.dataset.utc));
}
form.addEventListener("formdata", (event) => {
  for (const field of form.querySelectorAll("[type=datetime-local]")) {
    if (field.value) event.formData.set(field.name, new Date(field.value).toISOString());
  }
});

// --- The picker -----------------------------------------------------------------------------------------------------

const picker = $("selectors");
let categories = null;

async function offer() {
  if (categories || !picker) return;
  const found = await (await fetch(picker.dataset.url)).json();
  categories = found.categories;
  picker.replaceChildren(...found.offered.map(([value, label]) => el("option", { value, label: label ? `${value} · ${label}` : value })));
}

const rule = (selector) =>
  new RegExp(`^${selector.replace(/\.\*$/, "").split("*").map((part) => part.replace(/[.\\^$+?()[\]{}|]/g, "\\$&")).join("[^.]*")}${selector.endsWith(".*") ? "(\\..*)?" : selector === "*" ? ".*" : ""}$`);

async function tellSelected(field) {
  await offer().catch(() => null);
  const place = field.closest("[data-row]")?.querySelector("[data-selected]");
  const selector = field.value.trim();
  if (!place || !categories) return;
  const pattern = rule(selector);
  const n = Object.entries(categories).filter(([id, category]) => category === selector || id === selector || (selector.includes("*") && pattern.test(id))).length;
  // Findings of LanguageTool (lt.…) can be named too; nobody knows them all beforehand.
  place.textContent = !selector || selector.startsWith("lt.") ? "" : n ? say("selected", { n }) : say("selected_none");
}

form.addEventListener("focusin", (event) => {
  if (event.target.getAttribute("list") === "selectors") offer().catch(() => null);
});
form.addEventListener("change", (event) => {
  if (event.target.getAttribute("list") === "selectors") tellSelected(event.target);
});

// --- The try-out ----------------------------------------------------------------------------------------------------

const trial = $("try");
let timer = 0;
let current = null;

function ask() {
  if (!trial || !$("try-text").value.trim()) return;
  clearTimeout(timer);
  timer = setTimeout(send, 350);
}

async function send() {
  current?.abort();
  const mine = (current = new AbortController());
  const editable = !form.querySelector("fieldset.all").disabled;
  const value = (name) => $(`try-${name}`).value;
  const body = {
    part: form.dataset.part,
    index: Number(form.dataset.index || 0),
    fields: editable ? [...new FormData(form)].filter(([name]) => name !== "csrf" && name !== "edition") : null,
    text: value("text"),
    parent: value("parent"),
    account: value("account"),
    place: value("place"),
    platform: value("platform") || null,
    team: value("team") || null,
  };
  try {
    const response = await fetch(trial.dataset.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": trial.dataset.csrf },
      body: JSON.stringify(body),
      signal: mine.signal,
      cache: "no-store",
    });
    if (mine !== current) return;
    if (response.ok) draw(await response.json());
    else note(texts[response.status === 422 || response.status === 413 ? "long" : "away"]);
  } catch (error) {
    if (mine === current && error.name !== "AbortError") note(texts.away);
  }
}

const note = (text) => answer.replaceChildren(el("p", { className: "soft" }, text));

function draw({ problems, draft, now, line }) {
  if (problems) {
    answer.replaceChildren(el("p", {}, el("strong", {}, texts.mistakes)), el("ul", {}, problems.map(([, text]) => el("li", {}, text))));
    return;
  }
  const key = (finding) => `${finding.rule} ${finding.start} ${finding.end}`;
  const before = new Map(now.findings.map((finding) => [key(finding), finding]));
  const rows = draft.findings.map((finding) => {
    const old = before.get(key(finding));
    before.delete(key(finding));
    const how = !old ? "new" : old.severity === finding.severity ? "kept" : "changed";
    return point(finding, how, old);
  });
  for (const finding of before.values()) rows.push(point(finding, "gone"));
  const same = !rows.some((row) => !row.classList.contains("kept")) && draft.verdict === now.verdict;
  answer.replaceChildren(
    ...[
      line && el("p", { className: "notice" }, say("line", { line })),
      el("p", {}, `${texts.draft}: `, el("strong", {}, texts[`verdict_${draft.verdict}`]), ` · ${texts.now}: ${texts[`verdict_${now.verdict}`]}`),
      rows.length ? el("ul", { className: "points" }, rows) : el("p", { className: "soft" }, texts.nothing),
      same && rows.length && el("p", { className: "soft" }, texts.same),
    ].filter(Boolean),
  );
}

function point(finding, how, old) {
  const badge = how === "changed" ? say("changed", { before: texts[old.severity] }) : texts[how];
  return el(
    "li",
    { className: how },
    el("strong", { className: finding.severity }, texts[finding.severity]),
    " ",
    el("span", { className: "badge" }, badge),
    el("br"),
    finding.message,
    el("br"),
    el("small", {}, finding.rule),
  );
}

trial?.addEventListener("submit", (event) => event.preventDefault());
trial?.addEventListener("input", ask);
