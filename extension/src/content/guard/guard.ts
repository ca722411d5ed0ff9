import { alive } from "../../shared/api";
import type { Session } from "../session";
import { sleep } from "../surface/pauses";
import { allow, press, settle } from "./machine";
import type { Release } from "./release";

/** Milliseconds that a press waits for an answer that is under way. */
const PATIENCE = 300;
/** Milliseconds after a question in which a press is taken for the other half of a double click: nobody read it yet. */
const DEAD = 600;

/** What the guard can do to the outside. */
export interface Hands {
  /** Show what there is to say before the post goes. */
  ask(session: Session): void;
  hold(session: Session): void;
  /** Let people know that a held press seems to have gone nowhere: the next one will go. */
  again(): void;
  /** The post has gone. */
  passed(session: Session): void;
}

/** Stands between a press on "post" and the page. */
export class Guard {
  readonly #held = new WeakMap<Session, Release>();
  readonly #waiting = new WeakSet<Session>();
  /** When a draft was last asked about. */
  readonly #asked = new WeakMap<Session, number>();
  /** Whether this page seems to heed presses that are made by a program. */
  #releases = true;

  constructor(
    private readonly hands: Hands,
    private readonly now = () => performance.now(),
  ) {}

  /** Whether the page may see this press. `release` makes up for it later. */
  admits(session: Session, release: Release): boolean {
    if (!alive()) return true;
    // Judged here it would pass as the answer to a question that is still to come, or that nobody read.
    if (this.#waiting.has(session) || this.justAsked(session)) return false;
    session.changed();
    const [memory, decision] = press(session.memory, { ...session.facts, releases: this.#releases });
    session.memory = memory;
    if (decision === "pass") {
      this.#held.delete(session);
      return true;
    }
    this.#held.set(session, release);
    if (decision === "ask") this.#ask(session);
    else if (decision === "hold") this.hands.hold(session);
    else void this.#wait(session);
    return false;
  }

  /** Whether a question stands there for too short a time to be answered. */
  justAsked(session: Session): boolean {
    return this.now() - (this.#asked.get(session) ?? Number.NEGATIVE_INFINITY) < DEAD;
  }

  /** A press that was admitted has done its work. */
  went(session: Session): void {
    this.hands.passed(session);
  }

  /** The person decided: let the held press go. */
  async release(session: Session): Promise<void> {
    this.#asked.delete(session); // what the page makes of it, a late submit for instance, is not swallowed
    session.memory = allow(session.memory, session.text);
    await this.#go(session);
  }

  /** Make up for the held press. Whether its text may pass again is not decided by that. */
  async #go(session: Session): Promise<void> {
    const release = this.#held.get(session);
    this.#held.delete(session);
    if (!release) return;
    const { text } = session;
    this.hands.passed(session);
    release();
    // Some pages are said to ignore presses that a program makes. That looks like a slow post: nothing is held for an
    // answer from here on, so that the next real press goes through, and only who sees no post is told to press.
    await sleep(1500);
    if (!session.surface.element.isConnected || session.surface.read() !== text) return;
    this.#releases = false;
    this.hands.again();
  }

  #ask(session: Session): void {
    this.#asked.set(session, this.now());
    this.hands.ask(session);
  }

  async #wait(session: Session): Promise<void> {
    const text = session.surface.read();
    this.#waiting.add(session);
    await session.settled(PATIENCE);
    this.#waiting.delete(session);
    if (!this.#held.has(session)) return;
    session.changed();
    // The press was about other words than stand here now: these are half written.
    if (session.surface.read() !== text) {
      this.#held.delete(session);
      this.hands.again();
      return;
    }
    const [memory, decision] = settle(session.memory, { ...session.facts, releases: this.#releases });
    session.memory = memory;
    if (decision === "pass") await this.#go(session);
    else if (decision === "ask") this.#ask(session);
    else this.hands.hold(session);
  }
}
