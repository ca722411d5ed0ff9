// The dry run: sends a file as one body, draws what comes back. Everything stays on this page, until it is closed.
import { $, el } from "./dom.js";

const form = $("upload");
const result = $("result");
const texts = JSON.parse(result.dataset.texts);
const lang = document.documentElement.lang;
const MOST_RULES = 15;
const number = (n) => n.toLocaleString(lang);
const say = (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
let current = null;

const tell = (text, wrong = false) => {
  $("told").textContent = text;
  $("told").className = wrong ? "wrong" : "soft";
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const file = $("file").files[0];
  if (!file) tell(texts.no_file, true);
  else if (file.size > Number(form.dataset.most)) tell(texts.too_large, true);
  else run(file);
});
$("stop").addEventListener("click", () => current?.abort());

async function run(file) {
  current?.abort();
  const mine = (current = new AbortController());
  result.replaceChildren();
  tell("");
  busy(true);
  try {
    const response = await fetch(form.dataset.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/octet-stream",
        "X-CSRF-Token": form.dataset.csrf,
        "X-File-Name": encodeURIComponent(file.name),
      },
      body: file,
      signal: mine.signal,
      cache: "no-store",
    });
    if (!response.ok) return tell(response.status === 413 ? texts.too_large : texts.away, true);
    let ended = false;
    for await (const line of lines(response.body)) {
      if (line.unreadable) tell(`${texts.unreadable} ${line.unreadable}`, true);
      else if (line.result) draw(line.result);
      else {
        $("progress").value = line.rows ? 0.3 + 0.7 * Math.min(1, line.rows / 20000) : 0.3 * (line.read / Math.max(1, line.size));
        if (line.rows) $("progress-label").textContent = say("read", { n: number(line.rows) });
      }
      ended ||= Boolean(line.unreadable || line.result);
    }
    if (!ended) tell(texts.cut, true);
  } catch (error) {
    tell(error.name === "AbortError" ? texts.stopped : texts.away, error.name !== "AbortError");
  } finally {
    if (mine === current) busy(false);
  }
}

function busy(on) {
  $("under-way").hidden = !on;
  $("stop").hidden = !on;
  $("progress").removeAttribute("value");
  $("progress-label").textContent = texts.under_way;
}

async function* lines(body) {
  let rest = "";
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    for (const part of parts) yield JSON.parse(part);
  }
}

const cell = (value) => el("td", { className: "number" }, value);
const head = (...names) => el("thead", {}, el("tr", {}, names.map((name, index) => el("th", { scope: "col", className: index ? "number" : "" }, name))));
const card = (title, ...content) => el("section", { className: "card" }, el("h2", {}, title), ...content);
const table = (caption, names, rows) =>
  el("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": caption }, el("table", {}, el("caption", { className: "unseen" }, caption), head(...names), el("tbody", {}, rows)));
const row = (name, draft, now) => el("tr", {}, el("th", { scope: "row" }, name), cell(draft), cell(now));

function draw(found) {
  const [draft, now] = found.policies;
  const weekly = (policy) => (policy.interruptions_a_week === null ? texts.no_dates : number(Math.round(policy.interruptions_a_week * 10) / 10));
  const share = (n) => `${number(n)} (${number(found.posts ? Math.round((1000 * n) / found.posts) / 10 : 0)} %)`;
  result.replaceChildren(
    ...[
      card(
        texts.result,
        found.drawn_from && el("p", { className: "notice" }, say("drawn", { n: number(found.drawn_from) })),
        table(texts.result, [texts.what, texts.draft, texts.now], [
          row(texts.posts, number(found.posts), number(found.posts)),
          row(texts.flagged, share(draft.flagged), share(now.flagged)),
          row(texts.interrupted, share(draft.interrupted), share(now.interrupted)),
          row(texts.held, number(draft.verdicts.stop), number(now.verdicts.stop)),
          row(texts.weekly, weekly(draft), weekly(now)),
        ]),
      ),
      categories(draft.categories, now.categories),
      rules(draft.rules, now.rules),
      cases(found.cases),
      problems(found),
    ].filter(Boolean),
  );
  tell(say("ready", { n: number(found.posts) }));
  result.focus();
}

function categories(draft, now) {
  const names = [...new Set([...Object.keys(draft), ...Object.keys(now)])].sort((a, b) => (draft[b] ?? 0) - (draft[a] ?? 0));
  if (!names.length) return card(texts.by_category, el("p", { className: "soft" }, texts.no_findings));
  const name = (id) => texts[`category_${id}`] ?? id;
  return card(
    texts.by_category,
    chart(names.map((id) => [name(id), draft[id] ?? 0, now[id] ?? 0])),
    table(texts.by_category, [texts.category, texts.draft, texts.now], names.map((id) => row(name(id), number(draft[id] ?? 0), number(now[id] ?? 0)))),
  );
}

/** Two bars a category. The table beside it says the same, so it is hidden from screen readers. */
function chart(rows) {
  const svg = (tag, given, text) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(given)) node.setAttribute(key, value);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const most = Math.max(1, ...rows.flatMap(([, draft, now]) => [draft, now]));
  const root = svg("svg", { viewBox: `0 0 600 ${rows.length * 44 + 28}`, class: "chart", "aria-hidden": "true" });
  [[texts.draft, "bar-draft", 150], [texts.now, "bar-now", 270]].forEach(([label, look, x]) => {
    root.append(svg("rect", { x, y: 4, width: 12, height: 12, class: look }), svg("text", { x: x + 18, y: 15 }, label));
  });
  rows.forEach(([label, draft, now], index) => {
    const y = 28 + index * 44;
    root.append(svg("text", { x: 140, y: y + 19, "text-anchor": "end" }, label));
    [[draft, "bar-draft", 0], [now, "bar-now", 15]].forEach(([value, look, down]) => {
      const width = (380 * value) / most;
      root.append(svg("rect", { x: 150, y: y + down, width, height: 12, rx: 2, class: look }), svg("text", { x: 156 + width, y: y + down + 11, class: "small" }, number(value)));
    });
  });
  return root;
}

function rules(draft, now) {
  const posts = new Map();
  for (const [list, at] of [[draft, 0], [now, 1]]) for (const one of list) posts.set(one.rule, Object.assign(posts.get(one.rule) ?? [0, 0], { [at]: one.posts }));
  const all = [...posts].sort(([, a], [, b]) => Math.abs(b[0] - b[1]) - Math.abs(a[0] - a[1]) || b[0] - a[0]);
  if (!all.length) return null;
  const drawn = all.map(([rule, [ours, theirs]]) => {
    const change = ours - theirs;
    return el("tr", {}, el("th", { scope: "row" }, rule), cell(number(ours)), cell(number(theirs)), cell(change ? (change > 0 ? "+" : "−") + number(Math.abs(change)) : "0"));
  });
  const names = [texts.rule, texts.draft, texts.now, texts.difference];
  if (drawn.length <= MOST_RULES) return card(texts.by_rule, table(texts.by_rule, names, drawn));
  const rest = drawn.splice(MOST_RULES);
  const shown = table(texts.by_rule, names, drawn);
  const more = el("button", { type: "button", className: "plain", onclick: () => (shown.querySelector("tbody").append(...rest), more.remove(), shown.focus()) }, say("more_rules", { n: number(all.length) }));
  return card(texts.by_rule, shown, more);
}

function cases(found) {
  if (!found.length) return card(texts.cases, el("p", { className: "soft" }, texts.no_cases));
  const said = (policy) => [
    el("strong", {}, texts[`verdict_${policy.verdict}`]),
    ` · ${policy.findings.map((finding) => finding.message).join(" · ") || texts.nothing}`,
  ];
  return card(
    texts.cases,
    el("p", { className: "soft" }, texts.cases_lead),
    el("ol", { className: "cases" }, found.map((one) =>
      el("li", {},
        el("small", {}, [say("line", { n: number(one.line) }), one.day].filter(Boolean).join(", ")),
        one.parent && el("p", {}, el("span", { className: "soft" }, `${texts.message}: `), one.parent),
        el("p", {}, el("span", { className: "soft" }, `${texts.reply}: `), one.draft),
        el("dl", { className: "facts" }, el("dt", {}, texts.draft), el("dd", {}, said(one.policies[0])), el("dt", {}, texts.now), el("dd", {}, said(one.policies[1]))),
      ),
    )),
  );
}

function problems(found) {
  const unused = Object.entries(found.unused).map(([column, n]) => el("p", { className: "soft" }, say("unused", { column, n: number(n) })));
  if (!found.unreadable) return unused.length ? el("div", { className: "card" }, unused) : null;
  return card(
    say("problems", { n: number(found.unreadable) }),
    el("p", { className: "soft" }, texts.problems_lead),
    el("ul", {}, found.problems.map(({ line, reason }) => el("li", {}, `${say("line", { n: number(line) })}: ${reason}`))),
    found.unreadable > found.problems.length && el("p", { className: "soft" }, say("problems_more", { n: number(found.unreadable - found.problems.length) })),
    unused,
  );
}
