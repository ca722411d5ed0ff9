import { alive } from "../../shared/api";
import type { Session } from "../session";
import { sleep } from "../surface/pauses";
import { allow, press, settle } from "./machine";
import type { Release } from "./release";

/** Milliseconds that a press waits for an answer that is under way. */
export const PATIENCE = 300;

/** What the guard can do to the outside. */
export interface Hands {
  /** Show what there is to say before the post goes. */
  ask(session: Session): void;
  hold(session: Session): void;
  /** Let people know that a held press went nowhere: the next one will. */
  again(session: Session): void;
  /** The post has gone. */
  passed(session: Session): void;
}

/** Stands between a press on "post" and the page. */
export class Guard {
  #held = new Map<Session, Release>();

  constructor(private readonly hands: Hands) {}

  /** Whether the page may see this press. `release` makes up for it later. */
  admits(session: Session, release: Release): boolean {
    if (!alive()) return true;
    session.changed();
    const [memory, decision] = press(session.memory, session.facts);
    session.memory = memory;
    if (decision === "pass") {
      this.hands.passed(session);
      return true;
    }
    this.#held.set(session, release);
    if (decision === "ask") this.hands.ask(session);
    else if (decision === "hold") this.hands.hold(session);
    else void this.#wait(session);
    return false;
  }

  /** The person decided: let the held press go. */
  async release(session: Session): Promise<void> {
    const release = this.#held.get(session);
    this.#held.delete(session);
    session.memory = allow(session.memory, session.text);
    if (!release) return;
    const { text } = session;
    this.hands.passed(session);
    release();
    // Some pages are said to ignore presses that a program makes; then the next real one goes through.
    await sleep(1500);
    if (session.surface.element.isConnected && session.surface.read() === text) this.hands.again(session);
  }

  async #wait(session: Session): Promise<void> {
    await session.settled(PATIENCE);
    const [memory, decision] = settle(session.memory, session.facts);
    session.memory = memory;
    if (decision === "pass") await this.release(session);
    else if (decision === "ask") this.hands.ask(session);
    else this.hands.hold(session);
  }
}
