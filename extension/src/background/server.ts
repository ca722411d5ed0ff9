import type { LintOutcome, Sent, Trouble } from "../shared/protocol";
import { load, readerLanguage } from "../shared/settings";
import type { Client, LintAnswer, LintRequest, PlatformSwitches } from "../shared/types";

/** Milliseconds after which a question is given up. A composer says after two seconds that it is slow. */
const PATIENCE = 10_000;
const KEPT_FOR = 5 * 60_000;

const underway = new Map<string, AbortController>();
const known = new Map<string, { etag: string; at: number; value: unknown }>();
let last: Sent | null = null;
let answered: boolean | null = null;

/** The last question that was sent: in memory, gone when the browser stops this script. */
export const lastSent = (): Sent | null => last;
/** Whether the server answered when it was last asked. */
export const reachable = (): boolean | null => answered;

class Failed extends Error {
  constructor(readonly why: Trouble) {
    super(why);
  }
}

/** Ask about a draft. An older question of the same composer is dropped. */
export async function lint(composer: string, request: LintRequest): Promise<LintOutcome> {
  underway.get(composer)?.abort("newer");
  const controller = new AbortController();
  underway.set(composer, controller);
  const { settings } = await load();
  last = { at: Date.now(), to: settings.server, request, outcome: "…" };
  const mine = last;
  const grammar = request.checks?.includes("grammar");
  try {
    const response = await ask("/v1/lint", controller, JSON.stringify(request));
    const answer = (await response.json()) as LintAnswer;
    mine.outcome = `${response.status} · ${grammar ? `grammar ${answer.grammar}` : answer.verdict} · ${answer.findings.length}`;
    return { ok: true, answer };
  } catch (error) {
    const why = error instanceof Failed ? error.why : "fault";
    mine.outcome = why;
    return { ok: false, why };
  } finally {
    if (underway.get(composer) === controller) underway.delete(composer);
  }
}

/** What the server wants of its clients; null if it cannot be had. */
export const client = (): Promise<Client | null> => looked<Client>("/v1/client");
export const platforms = (): Promise<PlatformSwitches | null> => looked<PlatformSwitches>("/v1/platforms");

/** Tell the server that a finding was not right. Only rule, policy version and reason go; no text. */
export async function feedback(rule: string, version: number, reason: string): Promise<void> {
  const body = JSON.stringify({ rule, policy_version: version, reason });
  await ask("/v1/feedback", new AbortController(), body).catch(() => undefined);
}

/** Forget what was looked up, for instance because the address changed. */
export const forget = (): void => known.clear();

/** Look something up again and say how it went. */
export async function attempt(): Promise<{ ok: boolean; why: Trouble | null; policy: Client["policy"] | null }> {
  try {
    const response = await ask("/v1/client", new AbortController());
    return { ok: true, why: null, policy: ((await response.json()) as Client).policy };
  } catch (error) {
    return { ok: false, why: error instanceof Failed ? error.why : "fault", policy: null };
  }
}

async function looked<T>(path: string): Promise<T | null> {
  const kept = known.get(path);
  if (kept && Date.now() - kept.at < KEPT_FOR) return kept.value as T;
  try {
    const response = await ask(path, new AbortController(), undefined, kept?.etag);
    const value = response.status === 304 && kept ? kept.value : await response.json();
    known.set(path, { etag: response.headers.get("ETag") ?? "", at: Date.now(), value });
    return value as T;
  } catch {
    return (kept?.value as T) ?? null;
  }
}

async function ask(path: string, controller: AbortController, body?: string, etag?: string): Promise<Response> {
  const { settings } = await load();
  const timer = setTimeout(() => controller.abort("slow"), PATIENCE);
  try {
    const response = await fetch(settings.server.replace(/\/+$/, "") + path, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        "Accept-Language": readerLanguage(settings),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(settings.token ? { Authorization: `Bearer ${settings.token}` } : {}),
        ...(etag ? { "If-None-Match": etag } : {}),
      },
      body: body ?? null,
      signal: controller.signal,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
    answered = true;
    if (response.ok || response.status === 304) return response;
    throw new Failed(failure(response.status));
  } catch (error) {
    if (error instanceof Failed) throw error;
    if (controller.signal.aborted) throw new Failed(controller.signal.reason === "slow" ? "slow" : "aborted");
    answered = false;
    throw new Failed("away");
  } finally {
    clearTimeout(timer);
  }
}

function failure(status: number): Trouble {
  if (status === 401) return "token";
  if (status === 413 || status === 422) return "long";
  return status === 503 || status === 502 || status === 504 ? "away" : "fault";
}
