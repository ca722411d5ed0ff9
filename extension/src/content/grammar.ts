// Grammar and spelling, asked apart once the rest has been answered, so that it never holds that up.
import type { LintOutcome } from "../shared/protocol";
import type { Finding, LintAnswer, LintRequest } from "../shared/types";
import { difference, slideFindings } from "./spans";

/** Milliseconds until grammar is asked for again: what took too long is known by then; what was away may be warm. */
const AGAIN = { timeout: 1500, unavailable: 5000 } as const;
/** How often one text is asked about again, each time after twice as long. */
const TRIES = 4;

/** What grammar needs of its composer. */
export interface Asks {
  /** What to ask now; null if nothing. */
  question(): LintRequest | null;
  lint(request: LintRequest): Promise<LintOutcome>;
  /** Milliseconds without a key press before asking. */
  pause(): number;
  /** `still` has something new to say. */
  found(): void;
}

/** Findings that come from grammar. */
export const isLate = (finding: Finding): boolean => finding.rule.startsWith("lt.");

/** Late findings join where none of the others stands. */
export function withLate(findings: readonly Finding[], late: readonly Finding[]): Finding[] {
  const free = (one: Finding) => !findings.some((other) => other.start !== null && one.start! < other.end! && other.start < one.end!);
  return [...findings, ...late.filter((one) => one.start !== null && one.end !== null && free(one))];
}

/** What grammar has to say about one composer. It changes no verdict, and is silent about its own troubles. */
export class Grammar {
  /** What the last answer found, in which text. */
  #answer: { text: string; findings: Finding[] } | null = null;
  /** What of it still stands, in which text. */
  #known: Finding[] = [];
  #text = "";
  #pressed = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts up with each key press and question: an answer to an older one is not heard. */
  #turn = 0;
  #off = false;

  constructor(private readonly asks: Asks) {}

  /** The rest was answered: ask when the pause since the last key press is over. */
  ask(): void {
    this.#schedule(this.#pressed + this.asks.pause() - performance.now(), 0);
  }

  /** A key was pressed: neither ask nor listen until `ask`. */
  typed(): void {
    this.#pressed = performance.now();
    this.drop();
  }

  drop(): void {
    clearTimeout(this.#timer);
    this.#turn++;
  }

  /** Drop what is known too; `anew` also that grammar is switched off, for the policy may be another now. */
  forget(anew = false): void {
    this.drop();
    this.#known = [];
    this.#answer = null;
    if (anew) this.#off = false;
  }

  /** What was found and still stands in `now`, where it stands there. */
  still(now: string): Finding[] {
    if (now === this.#text) return this.#known;
    // After an undo the answer holds again, with what the edit had taken away.
    this.#known = now === this.#answer?.text ? this.#answer.findings : slideFindings(this.#known, difference(this.#text, now));
    this.#text = now;
    return this.#known;
  }

  #schedule(milliseconds: number, tries: number): void {
    this.drop();
    if (!this.#off) this.#timer = setTimeout(() => void this.#send(tries), Math.max(0, milliseconds));
  }

  async #send(tries: number): Promise<void> {
    const question = this.asks.question();
    if (!question || question.text === this.#answer?.text) return;
    const turn = ++this.#turn;
    const outcome = await this.asks.lint({ ...question, checks: ["grammar"] });
    if (turn === this.#turn && outcome.ok) this.#take(question.text, outcome.answer, tries);
  }

  #take(text: string, { grammar, findings }: LintAnswer, tries: number): void {
    if (grammar === "off") this.#off = true;
    else if (grammar !== "ok") {
      if (tries < TRIES) this.#schedule(AGAIN[grammar] * 2 ** tries, tries + 1);
    } else {
      this.#known = findings.filter(isLate);
      this.#answer = { text, findings: this.#known };
      this.#text = text;
      this.asks.found();
    }
  }
}
