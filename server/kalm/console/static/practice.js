// Exercises for newcomers: a message, a clumsy reply, and what to try. They are done when Kalm has nothing more to say.
import { $ } from "./dom.js";
import { language, t } from "./texts.js";

/** `show(exercise)` puts one into the fields; `say(words)` tells a screen reader. */
export function createPractice({ show, say }) {
  let all = [];
  let at = -1;
  let said = "";
  let current = null;

  async function next(lang) {
    if (!all.length) {
      const found = await (await fetch(new URL("practice.json", import.meta.url))).json();
      all = found.filter((one) => one.language === lang);
    }
    at = (at + 1) % all.length;
    current = all[at];
    said = "practice_start";
    $("practice-box").hidden = false;
    label();
    show(current);
    say(`${$("practice-title").textContent}. ${$("practice-task").textContent}`);
    $("practice-box").scrollIntoView({ block: "nearest" });
  }

  function label() {
    $("practice-title").textContent = t("practice_title", { n: at + 1, of: all.length });
    $("practice-task").textContent = current.task[language()];
    $("practice-said").textContent = said === "practice_done" ? `${t(said)} ${current.done[language()]}` : t(said);
  }

  /** Take in what Kalm says of the draft now. */
  function read(answer) {
    if (!current || !answer || !$("draft").value.trim()) return;
    const untouched = $("draft").value === current.draft;
    const before = said;
    if (!untouched) said = answer.verdict === "ok" && !answer.findings.length ? "practice_done" : "practice_more";
    if (said !== before) label();
  }

  function stop() {
    current = null;
    at = -1;
    all = [];
    $("practice-box").hidden = true;
    $("draft").focus();
  }

  $("practice-next").addEventListener("click", () => next(language()));
  $("practice-stop").addEventListener("click", stop);

  return { next, read, relabel: () => current && label() };
}
