// Grammar and spelling, asked apart once the rest has been answered, so that it never holds that up.
import { $ } from "./dom.js";
import { withKeys } from "./findings.js";
import { createLinter } from "./lint.js";
import { difference, slideFinding } from "./spans.js";

const PAUSE = 800; // ms after the other answer
const LATE = 1500; // ms until what took too long is asked for again; by then it is known
const AWAY = 5000; // ms until somebody looks again whether grammar is there, then twice as long each time
const LONGEST = 300000;
const READ = /^(nl|en)\b/; // languages that grammar knows

/** `found(findings)` gets what was found, where it stands now. */
export function createGrammar({ question, headers, found }) {
  const on = "grammar" in document.body.dataset;
  const draft = $("draft");
  let known = []; // what the last answer found
  let text = ""; // the text that it stands in
  let looks = 0; // how often in a row it was not there
  const linter = createLinter({ question: ask, answered, headers, state: () => {}, pause: PAUSE });

  function ask() {
    const body = question();
    return body?.text.trim() ? { ...body, checks: ["grammar"] } : null;
  }

  function answered(body, answer) {
    if (answer && answer.grammar !== "ok") {
      const wait = answer.grammar === "timeout" ? LATE : AWAY;
      if (answer.grammar !== "off" && READ.test(answer.language)) linter.schedule(Math.min(LONGEST, wait * 2 ** looks++));
      return;
    }
    looks = 0;
    known = answer ? withKeys(answer.findings, body.text) : [];
    text = body?.text ?? "";
    found(still(draft.value));
  }

  /** What was found and still stands in `now`, where it stands there. */
  function still(now) {
    const edit = difference(text, now);
    known = known.map((finding) => slideFinding(finding, edit)).filter(Boolean);
    text = now;
    return known;
  }

  function typed() {
    looks = 0;
    linter.drop();
  }

  return { ask: () => on && linter.schedule(), typed, still };
}
