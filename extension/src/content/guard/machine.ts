// What happens to a press on "post": a pure function of what is known, so that every case can be tested by itself.
import type { Finding, Verdict } from "../../shared/types";

/** What the guard remembers of one draft. */
export interface Memory {
  /** How often it asked for attention. */
  asked: number;
  /** Rules whose findings were shown then, and how grave the gravest was. */
  shown: readonly string[];
  gravest: number;
  /** The text that may pass, because the person said so or was asked. */
  passes: string | null;
}

export const FRESH: Memory = { asked: 0, shown: [], gravest: 0, passes: null };

export interface Facts {
  text: string;
  /** Whether the text is read at all, and a server is there to read it. */
  reading: boolean;
  /** `fresh`: the last answer is about this very text. `outstanding`: one is under way. */
  answer: "fresh" | "outstanding" | "none";
  verdict: Verdict | null;
  /** Findings whose words still stand. */
  findings: readonly Pick<Finding, "rule" | "severity">[];
  /** Rules that hold a post. */
  stop: readonly string[];
  /** How often one draft may be interrupted. */
  budget: number;
  /** Whether a press that was held can be made up for: not where a platform ignores presses made by programs. */
  releases: boolean;
}

/** `pass` lets the press through; `wait` holds it for an answer; `ask` shows what there is; `hold` needs an override. */
export type Decision = "pass" | "wait" | "ask" | "hold";

const GRAVITY = { suggestion: 0, warning: 1, error: 2 } as const;

/** A real press. */
export function press(memory: Memory, facts: Facts): [Memory, Decision] {
  if (!facts.reading || !facts.text.trim() || memory.passes === facts.text) return [memory, "pass"];
  if (facts.answer === "fresh") return judge(memory, facts);
  // The words for which the last answer said stop are still there.
  if (stops(facts)) return [memory, "hold"];
  return [memory, facts.releases ? "wait" : "pass"];
}

/** A held press, once there is an answer (`fresh`) or time is up. */
export function settle(memory: Memory, facts: Facts): [Memory, Decision] {
  if (facts.answer === "fresh" && facts.reading) return judge(memory, facts);
  return stops(facts) && facts.reading ? [memory, "hold"] : [memory, "pass"];
}

/** The person has decided: this text may go. */
export const allow = (memory: Memory, text: string): Memory => ({ ...memory, passes: text });

/** The draft changed by more than typing: it was posted or thrown away. */
export const renew = (memory: Memory, text: string): Memory => (text.trim() ? memory : FRESH);

function judge(memory: Memory, facts: Facts): [Memory, Decision] {
  if (facts.verdict === "stop") return [memory, "hold"];
  if (facts.verdict !== "review") return [memory, "pass"];
  const grave = facts.findings.filter((finding) => finding.severity !== "suggestion");
  const gravest = Math.max(0, ...grave.map((finding) => GRAVITY[finding.severity]));
  const graver = grave.some((finding) => !memory.shown.includes(finding.rule) && GRAVITY[finding.severity] > memory.gravest);
  if (memory.asked >= facts.budget && !(graver && memory.asked > 0)) return [memory, "pass"];
  return [
    {
      asked: memory.asked + 1,
      shown: [...new Set([...memory.shown, ...grave.map((finding) => finding.rule)])],
      gravest: Math.max(memory.gravest, gravest),
      passes: facts.text,
    },
    "ask",
  ];
}

const stops = ({ findings, stop }: Facts) => findings.some((finding) => stop.includes(finding.rule));
