import { alive } from "../../shared/api";
import type { Session } from "../session";
import { sleep } from "../surface/pauses";
import { allow, press, settle } from "./machine";
import type { Release } from "./release";

/** Milliseconds that a press waits for an answer that is under way. */
const PATIENCE = 300;

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
  /** Whether this page seems to heed presses that are made by a program. */
  #releases = true;

  constructor(private readonly hands: Hands) {}

  /** Whether the page may see this press. `release` makes up for it later. */
  admits(session: Session, release: Release): boolean {
    if (!alive()) return true;
    session.changed();
    const [memory, decision] = press(session.memory, { ...session.facts, releases: this.#releases });
    session.memory = memory;
    if (decision === "pass") {
      this.#held.delete(session);
      return true;
    }
    this.#held.set(session, release);
    if (decision === "ask") this.hands.ask(session);
    else if (decision === "hold") this.hands.hold(session);
    else void this.#wait(session);
    return false;
  }

  /** A press that was admitted has done its work. */
  went(session: Session): void {
    this.hands.passed(session);
  }

  /** The person decided: let the held press go. */
  async release(session: Session): Promise<void> {
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

  async #wait(session: Session): Promise<void> {
    await session.settled(PATIENCE);
    const [memory, decision] = settle(session.memory, { ...session.facts, releases: this.#releases });
    session.memory = memory;
    if (decision === "pass") await this.#go(session);
    else if (decision === "ask") this.hands.ask(session);
    else this.hands.hold(session);
  }
}
