import type { Hello, LintOutcome, Trouble } from "../shared/protocol";
import type { Account, Client, Context, Finding, Fix, LintAnswer, LintRequest, Situation, Verdict } from "../shared/types";
import { type Consent, consent, consentKey } from "./consent";
import { Grammar, isLate, withLate } from "./grammar";
import * as guard from "./guard/machine";
import type { Site } from "./platforms/find";
import { Look } from "./platforms/look";
import { applyEdits, difference, slideFindings } from "./spans";
import type { Mark, Surface } from "./surface/surface";
import { type Ignored, keep, verdictOf } from "./verdict";

/** Milliseconds after which a composer says that the answer takes long. */
const SLOW = 2000;
/** After a server was not there, ask again after so long without a key press. */
const RETRY = 15_000;

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
  /** Whether the person said that this very composer may be read, and as whom; `closed` if it may not. */
  here: Account | "closed" | null = null;
  look: Look;
  place: Context["place"] = null;
  account: string | null = null;
  consent: Consent = { reads: false, why: "unknown" };

  #answered: string | null = null;
  #asking: string | null = null;
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
    this.look = this.#newLook();
    this.#grammar = new Grammar({
      question: () => (this.reads && this.fresh && this.text.trim() ? this.#request(this.text) : null),
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
    const before = this.#standing;
    const { settings, client, paused } = this.world.hello();
    this.look = this.#newLook();
    this.place = this.site.platform.place?.(this.look) ?? (this.look.inside("private") ? "dm" : null);
    this.account = this.look.account;
    const { here } = this;
    this.consent =
      paused || here === "closed"
        ? { reads: false, why: "unknown" }
        : consent({ ...this.#asked(), known: this.known, handles: client?.handles ?? [], consents: settings.consents, here });
    const otherwise = anew || before !== this.#standing;
    if (otherwise) this.#grammar.forget(anew);
    if (this.reads) this.changed(otherwise);
    else this.#rest();
    this.world.changed(this);
  }

  get #standing(): string {
    return JSON.stringify([this.consent, this.place, this.account]);
  }

  get reads(): boolean {
    return this.consent.reads;
  }

  /** Under which name a consent for this account is kept. */
  get key(): string {
    return consentKey(this.#asked());
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
    return { ...client, line };
  }

  /** Rules that a person's own list does not silence. */
  get #firm(): string[] {
    const { client } = this.world.hello();
    return [...(client?.stop ?? []), ...(client?.locked ?? [])];
  }

  /** Whether a held post may go all the same, and whether a reason is asked. */
  get override(): Client["override"] {
    return this.world.hello().client?.override ?? { allowed: true, reason: true };
  }

  get policyVersion(): number {
    return this.answer?.policy.version ?? 0;
  }

  /** Findings that hold the post. */
  get stopping(): Finding[] {
    const stop = this.world.hello().client?.stop ?? [];
    return this.findings.filter((finding) => stop.includes(finding.rule));
  }

  get facts(): Omit<guard.Facts, "releases"> {
    const { client } = this.world.hello();
    return {
      text: this.text,
      reading: this.reads && !this.trouble && !this.slow,
      answer: this.fresh && this.answer ? "fresh" : this.#asking !== null ? "outstanding" : "none",
      verdict: this.verdict,
      findings: this.findings,
      stop: client?.stop ?? [],
      budget: client?.interruption_budget ?? 1,
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
    clearTimeout(this.#timer);
    // The page may have gone elsewhere around the composer, to a private message for instance.
    if (location.href !== this.look.url.href) this.reconsider();
    const { text } = this;
    if (this.#disposed || !this.reads || !text.trim() || this.#asking === text) return;
    this.#asking = text;
    this.world.changed(this);
    clearTimeout(this.#slowly);
    this.#slowly = setTimeout(() => this.#setSlow(true), SLOW);
    const outcome = await this.world.lint(this.id, this.#request(text));
    if (this.#disposed || this.#asking !== text) return; // a newer question took its place
    this.#asking = null;
    clearTimeout(this.#slowly);
    if (outcome.ok) this.#take(text, outcome.answer);
    else if (outcome.why !== "aborted") this.#fail(outcome.why);
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
  async apply(fix: Fix): Promise<"applied" | "failed" | "moved"> {
    const { text } = this;
    if (this.surface.read() !== text) return "moved";
    const { start, end, replacement } = applyEdits(text, fix.edits);
    const done = await this.surface.replace({ start, end }, replacement);
    this.changed();
    if (done) void this.check();
    return done ? "applied" : "failed";
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
    this.#answered = null;
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

  /** What a composer that takes this one's place inherits. */
  inherit(from: Session): void {
    this.memory = from.memory;
    this.situation = from.situation;
    this.here = from.here;
    this.#dismissed = from.#dismissed;
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

  #request(text: string): LintRequest {
    const { client } = this.world.hello();
    const messages = this.look.messages(client?.handles ?? []).slice(-21);
    const parent = messages.pop();
    const account = this.consent.reads ? this.consent.account : null;
    return {
      text,
      checks: ["rules"],
      context: {
        platform: this.site.platform.id === "generic" ? null : this.site.platform.id,
        place: this.place ?? null,
        ...(account ? { account } : {}),
        parent: parent ? { text: parent.text, author: parent.author ?? null } : null,
        thread: messages,
        attachments: this.look.attachments(),
        situation: this.situation,
      },
    };
  }

  #take(text: string, answer: LintAnswer): void {
    this.trouble = null;
    this.slow = false;
    this.answer = answer;
    this.#answered = text;
    const { client } = this.world.hello();
    if (client && client.policy.version !== answer.policy.version) this.world.outdated(answer.policy.version);
    this.text = this.surface.read();
    const found = keep(answer.findings, text, this.#ignored, this.#firm);
    const moved = this.text === text ? found : slideFindings(found, difference(text, this.text));
    this.findings = this.#filtered(moved);
    this.lit = this.counterpart(this.lit);
    this.paint();
    if (this.text !== text) this.changed(true);
    else this.#grammar.ask();
  }

  #fail(why: Trouble): void {
    this.trouble = why;
    this.slow = false;
    if (why === "away") this.#timer = setTimeout(() => void this.check(), RETRY);
  }

  #setSlow(slow: boolean): void {
    this.slow = slow;
    for (const resolve of this.#waiting.splice(0)) resolve();
    this.world.changed(this);
  }

  get #ignored(): Ignored {
    return this.settings;
  }

  /** What was found without grammar. */
  get #own(): Finding[] {
    return this.findings.filter((finding) => !isLate(finding));
  }

  /** These findings and what grammar has to say, without what the person does not want to see. */
  #filtered(findings: readonly Finding[]): Finding[] {
    const stop = this.world.hello().client?.stop ?? [];
    const all = withLate(findings, this.#grammar.still(this.text));
    return keep(all, this.text, this.#ignored, this.#firm).filter(
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
    this.answer = null;
    this.#answered = null;
    this.#asking = null;
    this.findings = [];
    this.lit = null;
    this.situation = null;
    this.#grammar.forget();
    clearTimeout(this.#slowly);
    this.slow = false;
  }

  #newLook(): Look {
    return new Look(this.site.platform, this.site.selectors, this.surface.element, new URL(location.href));
  }

  #asked() {
    const { platform } = this.site;
    return { platform: platform.id, nature: platform.nature, place: this.place ?? null, account: this.account };
  }
}
