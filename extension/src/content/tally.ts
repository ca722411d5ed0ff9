import type { RuleEvent } from "../shared/types";
import type { Session } from "./session";

type What = RuleEvent["event"];

/**
 * What came of findings: how often a rule was shown, its wording taken, passed over, held a post. Rules and numbers
 * only: nothing of a draft, no account, no time. The server adds them up by team and day, or not at all.
 */
export class Tally {
  /** Rules that were counted as shown for the draft at hand. */
  readonly #shown = new WeakMap<Session, Set<string>>();

  constructor(private readonly send: (events: RuleEvent[]) => void) {}

  /** What stands there now was seen: each rule once for a draft. */
  saw(session: Session): void {
    if (!session.text.trim()) this.#shown.delete(session);
    if (!session.fresh || !session.answer) return;
    const known = this.#shown.get(session) ?? new Set<string>();
    this.#shown.set(session, known);
    const fresh = session.findings.map(({ rule }) => rule).filter((rule) => !known.has(rule));
    for (const rule of fresh) known.add(rule);
    this.count(session, "shown", fresh);
  }

  /** The post has gone: what was weighty and still stood there was passed over. */
  passed(session: Session): void {
    const held = new Set(session.stopping.map(({ rule }) => rule));
    const weighty = session.findings.filter(({ severity, rule }) => severity !== "suggestion" && !held.has(rule));
    this.count(session, "ignored", weighty.map(({ rule }) => rule));
    this.#shown.delete(session);
  }

  count(session: Session, event: What, rules: readonly string[]): void {
    const events = [...new Set(rules)].map((rule): RuleEvent => ({ rule, event, policy_version: session.policyVersion, count: 1 }));
    if (events.length && session.reads) this.send(events);
  }
}
