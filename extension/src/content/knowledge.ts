import type { Hello } from "../shared/protocol";
import { Texts } from "../shared/texts";

/** Milliseconds before what the server did not say is asked for again. */
const AGAIN = 5000;

/** What this page was told: settings, policy, words. Asked at the first composer, so that pages without one cost nothing. */
export class Knowledge {
  hello: Hello | null = null;
  texts = new Texts({});
  #expected: number | undefined;
  #asked = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly ask: (version?: number) => Promise<Hello | null>,
    private readonly learned: (anew: boolean) => void,
  ) {}

  /**
   * Ask what holds; `version` is the policy's in a newer answer. No version is asked for twice, unless a server that did
   * not know it yet answered.
   */
  async learn(version?: number): Promise<void> {
    if (version !== undefined && version === this.#expected) return;
    this.#expected = version;
    const told = await this.#question(version);
    if (told?.client?.policy.version !== version && this.#expected === version) this.#expected = undefined;
    this.#take(told);
  }

  /** The server said nothing when it was asked, and may be there by now. */
  async again(): Promise<void> {
    if (!this.hello || this.hello.client || performance.now() - this.#asked < AGAIN) return;
    const told = await this.#question();
    if (told?.client) this.#take(told);
  }

  #question(version?: number): Promise<Hello | null> {
    this.#asked = performance.now();
    return this.ask(version);
  }

  #take(told: Hello | null): void {
    if (!told) return;
    const before = basis(this.hello);
    this.hello = told;
    this.texts = new Texts(told.words);
    this.learned(before !== basis(told));
  }
}

/** What answers depend on: only when that changes are drafts sent again. */
const basis = (known: Hello | null) => known && JSON.stringify([known.client, known.platforms, known.language]);
