import type { Guarding, Hello, LintOutcome, Trouble } from "../shared/protocol";
import type { Account, Client, Finding, Fix, LintAnswer, LintRequest, Situation, Verdict } from "../shared/types";
import { Grammar, isLate, withLate } from "./grammar";
import * as guard from "./guard/machine";
import type { Site } from "./platforms/find";
import { applyEdits, difference, slideFindings } from "./spans";
import { Standing } from "./standing";
import type { Mark, Outcome, Surface } from "./surface/surface";
import { keep, verdictOf } from "./verdict";

/** Milliseconds after which a composer says that the answer takes long. */
const SLOW = 2000;
/** After a server was not there, ask again after so long without a key press. */
const RETRY = 15_000;
/** How a post is guarded where the server has not said. */
const UNTOLD: Guarding = { stop: [], locked: [], interruption_budget: 1, override: { allowed: true, reason: true } };

export type State = "off" | "empty" | "checking" | "ok" | "hint" | "advice" | "stop" | "away";

/** What a session needs of the world. */
export interface World {
  hello(): Hello;
  /** Ask; an older question of the same composer is dropped. */
  lint(composer: string, request: LintRequest): Promise<LintOutcome>;
  /** Something to be shown changed. */
  changed(session: Session): void;
  /** The policy has another version by now. */
  outdated(version: number): void;
}

let count = 0;

/** One composer that a person writes in: its text, what Kalm said about it, and what the guard remembers. */
export class Session {
  readonly id = `c${++count}`;
  text = "";
  answer: LintAnswer | null = null;
  findings: Finding[] = [];
  memory = guard.FRESH;
  trouble: Trouble | null = null;
  slow = false;
  lit: Finding | null = null;
  situation: Situation | null = null;
  readonly standing: Standing;

  #answered: string | null = null;
  #here: Guarding | null = null;
  /** The question under way; each is its own, for the same text may be asked about under other circumstances. */
  #asking: { readonly text: string } | null = null;
  #dismissed = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #slowly: ReturnType<typeof setTimeout> | undefined;
  #waiting: (() => void)[] = [];
  readonly #watch: MutationObserver;
  readonly #grammar: Grammar;
  #disposed = false;

  constructor(
    readonly surface: Surface,
    readonly site: Site,
    readonly known: boolean,
    private readonly world: World,
  ) {
    this.standing = new Standing(surface.element, site, known, () => world.hello());
    this.#grammar = new Grammar({
      question: () => (this.reads && this.fresh && !this.standing.moved && this.text.trim() ? this.#question(this.text) : null),
      lint: (request) => this.world.lint(`${this.id}:grammar`, request),
      pause: () => this.world.hello().client?.pauses.grammar ?? 1200,
      found: () => this.refilter(),
    });
    this.#watch = new MutationObserver(() => this.changed());
    this.#watch.observe(surface.element, { childList: true, characterData: true, subtree: true });
    this.reconsider();
  }

  /** Facts of the page may have changed, or the person's mind: may this be read, and as whom? `anew` asks again anyway. */
  reconsider(anew = false): void {
    const otherwise = this.standing.reconsider() || anew;
    if (otherwise) {
      this.#grammar.forget(anew);
      this.#outdate();
    }
    if (this.reads) this.changed(otherwise);
    else this.#rest();
    this.world.changed(this);
  }

  /** The person says whether this very composer may be read, and as whom. */
  say(here: Account | "closed"): void {
    this.standing.say(here);
    this.reconsider();
  }

  get reads(): boolean {
    return this.standing.consent.reads;
  }

  get verdict(): Verdict | null {
    return this.answer && this.fresh ? verdictOf(this.answer, this.findings) : null;
  }

  get fresh(): boolean {
    return this.#answered === this.text;
  }

  get state(): State {
    if (!this.reads) return "off";
    if (!this.text.trim()) return "empty";
    if (this.stopping.length || this.verdict === "stop") return "stop";
    if (this.trouble || this.slow) return "away";
    if (!this.answer) return "checking";
    const verdict = verdictOf(this.answer, this.findings);
    if (this.findings.length === 0) return this.fresh || !this.#asking ? (verdict === "review" ? "advice" : "ok") : "checking";
    return verdict === "ok" ? "hint" : "advice";
  }

  get settings(): Hello["settings"] {
    return this.world.hello().settings;
  }

  /** What the organisation says to everybody here. */
  get house(): { line: string | null } & Partial<Pick<Client, "contact" | "guideline" | "ask" | "anatomy" | "locked">> {
    const { line, client } = this.world.hello();
    return { ...client, ...this.#here, line };
  }

  /** What the policy says for drafts like this one. */
  get #guarding(): Guarding {
    return this.#here ?? this.world.hello().client ?? UNTOLD;
  }

  /** Rules that a person's own list does not silence. */
  get #firm(): string[] {
    return [...this.#guarding.stop, ...this.#guarding.locked];
  }

  /** Whether a held post may go all the same, and whether a reason is asked. */
  get override(): Client["override"] {
    return this.#guarding.override;
  }

  get policyVersion(): number {
    return this.answer?.policy.version ?? 0;
  }

  /** Findings that hold the post. */
  get stopping(): Finding[] {
    return this.findings.filter((finding) => this.#guarding.stop.includes(finding.rule));
  }

  get facts(): Omit<guard.Facts, "releases"> {
    const { stop, interruption_budget: budget } = this.#guarding;
    return {
      text: this.text,
      reading: this.reads && !this.trouble && !this.slow,
      answer: this.fresh && this.answer ? "fresh" : this.#asking !== null ? "outstanding" : "none",
      verdict: this.verdict,
      findings: this.findings,
      stop,
      budget,
    };
  }

  /** The text may have changed: move what was found along, and ask anew after a pause. */
  changed(force = false): void {
    const start = __TEST__ ? performance.now() : 0;
    this.#follow(force);
    if (__TEST__) performance.measure("kalm-key", { start });
  }

  #follow(force: boolean): void {
    if (this.#disposed || !this.reads) return;
    const now = this.surface.read();
    if (now === this.text && !force) {
      this.paint(); // the editor may have made its nodes anew
      return;
    }
    const edit = difference(this.text, now);
    this.#grammar.typed();
    this.text = now;
    // After an undo the old answer holds again, with what the edit had taken away.
    this.findings = this.#filtered(this.fresh && this.answer ? this.answer.findings : slideFindings(this.#own, edit));
    this.memory = guard.renew(this.memory, now);
    this.lit = this.counterpart(this.lit);
    if (!now.trim()) this.#forget();
    this.paint();
    clearTimeout(this.#timer);
    if (now.trim() && !(this.fresh && !force)) this.#timer = setTimeout(() => void this.check(), this.#pause);
    else this.#grammar.ask();
    this.world.changed(this);
  }

  /** Ask about the text as it stands, at once. */
  async check(): Promise<void> {
    if (this.standing.moved) this.reconsider();
    clearTimeout(this.#timer);
    const { text } = this;
    if (this.#disposed || !this.reads || !text.trim() || this.#asking?.text === text) return;
    const question = { text };
    this.#asking = question;
    this.world.changed(this);
    clearTimeout(this.#slowly);
    this.#slowly = setTimeout(() => this.#setSlow(true), SLOW);
    const outcome = await this.world.lint(this.id, this.#question(text));
    if (this.#disposed || this.#asking !== question) return; // a newer question took its place
    this.#asking = null;
    clearTimeout(this.#slowly);
    if (outcome.ok) this.#take(text, outcome.answer, outcome.here ?? null);
    else if (outcome.why !== "aborted") this.#fail(text, outcome.why);
    for (const resolve of this.#waiting.splice(0)) resolve();
    this.world.changed(this);
  }

  /** Resolves when the question under way is answered, or after so many milliseconds. */
  settled(milliseconds: number): Promise<void> {
    if (!this.fresh) void this.check();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      setTimeout(resolve, milliseconds);
    });
  }

  /** Carry out a fix; what became of it. */
  async apply(fix: Fix): Promise<Outcome> {
    const { text } = this;
    if (this.surface.read() !== text) return "moved";
    const { start, end, replacement } = applyEdits(text, fix.edits);
    const done = await this.surface.replace({ start, end }, replacement);
    this.changed();
    if (done === "applied") void this.check();
    return done;
  }

  /** Not right here: gone for this draft. */
  dismiss(finding: Finding): void {
    this.#dismissed.add(this.#nameOf(finding));
    this.refilter();
  }

  /** The personal list changed, or something joins what was found. */
  refilter(): void {
    this.findings = this.#filtered(this.fresh && this.answer ? this.answer.findings : this.#own);
    this.lit = this.counterpart(this.lit);
    this.paint();
    this.world.changed(this);
  }

  /** A person says what kind of message is answered; null leaves it to Kalm again. */
  correct(situation: Situation | null): void {
    this.situation = situation;
    this.#outdate();
    void this.check();
  }

  /** The finding that an earlier one has become: after typing, or in a newer answer. */
  counterpart(finding: Finding | null): Finding | null {
    if (!finding || this.findings.includes(finding)) return finding;
    const away = (one: Finding) => Math.abs((one.start ?? -1) - (finding.start ?? -1));
    const same = this.findings.filter((one) => one.rule === finding.rule && (one.start === null) === (finding.start === null));
    return same.sort((a, b) => away(a) - away(b))[0] ?? null;
  }

  light(finding: Finding | null): void {
    if (this.lit === finding) return;
    this.lit = finding;
    this.paint();
  }

  paint(): void {
    const marks = this.findings.flatMap((finding): Mark[] => {
      const { start, end, severity } = finding;
      if (start === null || end === null || start === end) return [];
      const mark: Mark = { start, end, look: severity };
      return finding === this.lit ? [{ ...mark, look: "lit" }, mark] : [mark];
    });
    this.surface.paint(marks);
  }

  /** Findings that stand in the text, in reading order. */
  get spans(): (Finding & { start: number; end: number })[] {
    return this.findings
      .filter((one): one is Finding & { start: number; end: number } => one.start !== null && one.end !== one.start)
      .sort((a, b) => a.start - b.start);
  }

  /** Take over from a composer that the page threw away, if this is the same one made anew: its words stand here. */
  inherit(from: Session): void {
    if (!this.standing.follows(from.standing)) return;
    if (from.standing.here === "closed") return this.say("closed");
    if (!from.text.trim() || this.surface.read() !== from.text) return;
    this.memory = from.memory;
    this.situation = from.situation;
    this.#dismissed = from.#dismissed;
    this.standing.here = from.standing.here;
    this.reconsider();
  }

  dispose(): void {
    this.#disposed = true;
    this.#watch.disconnect();
    clearTimeout(this.#timer);
    clearTimeout(this.#slowly);
    this.#grammar.drop();
    this.surface.dispose();
  }

  get #pause(): number {
    return this.world.hello().client?.pauses.check ?? 350;
  }

  #question(text: string): LintRequest {
    return this.standing.question(text, this.situation);
  }

  /** Neither the last answer nor one under way is about how things are now. */
  #outdate(): void {
    this.#answered = null;
    this.#asking = null;
    clearTimeout(this.#slowly);
    this.slow = false;
  }

  #take(text: string, answer: LintAnswer, here: Guarding | null): void {
    this.trouble = null;
    this.#here = here;
    this.slow = false;
    this.answer = answer;
    this.#answered = text;
    const { client } = this.world.hello();
    if (client && client.policy.version !== answer.policy.version) this.world.outdated(answer.policy.version);
    this.text = this.surface.read();
    this.findings = this.#filtered(this.text === text ? answer.findings : slideFindings(answer.findings, difference(text, this.text)));
    this.lit = this.counterpart(this.lit);
    this.paint();
    if (this.text !== text) this.changed(true);
    else this.#grammar.ask();
  }

  #fail(text: string, why: Trouble): void {
    this.trouble = why;
    this.slow = false;
    // Words that came since wait for their own question.
    if (why !== "away" || this.text !== text) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.check(), RETRY);
  }

  #setSlow(slow: boolean): void {
    this.slow = slow;
    for (const resolve of this.#waiting.splice(0)) resolve();
    this.world.changed(this);
  }

  /** What was found without grammar. */
  get #own(): Finding[] {
    return this.findings.filter((finding) => !isLate(finding));
  }

  /** These findings and what grammar has to say, without what the person does not want to see. */
  #filtered(findings: readonly Finding[]): Finding[] {
    const { stop } = this.#guarding;
    const all = withLate(findings, this.#grammar.still(this.text));
    return keep(all, this.text, this.settings, this.#firm).filter(
      (finding) => stop.includes(finding.rule) || !this.#dismissed.has(this.#nameOf(finding)),
    );
  }

  #nameOf({ rule, start, end }: Finding): string {
    return start === null || end === null ? rule : `${rule} ${this.text.slice(start, end)}`;
  }

  /** Nothing is read: show nothing. */
  #rest(): void {
    clearTimeout(this.#timer);
    this.text = "";
    this.#forget();
    this.surface.paint([]);
  }

  #forget(): void {
    this.#outdate();
    this.answer = null;
    this.findings = [];
    this.lit = null;
    this.situation = null;
    this.#grammar.forget();
  }
}
