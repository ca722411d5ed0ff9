import type { Guarding, LintOutcome, Refused, Sent, Trouble } from "../shared/protocol";
import { type Settings, load, readerLanguage } from "../shared/settings";
import type { Client, LintAnswer, LintRequest, PlatformSwitches, RuleEvent } from "../shared/types";

/** Milliseconds after which a question is given up. A composer says after two seconds that it is slow. */
const PATIENCE = 10_000;
const KEPT_FOR = 5 * 60_000;
/** Milliseconds that a page waits for what is looked up; what comes later is there when it asks again. */
const LOOK = 1500;

const underway = new Map<string, AbortController>();
interface Kept {
  etag: string;
  at: number;
  value: unknown;
}
let known = new Map<string, Kept>();
let last: Sent | null = null;
let answered: boolean | null = null;

/** The last question that was sent: in memory, gone when the browser stops this script. */
export const lastSent = (): Sent | null => last;
/** Whether the server answered when it was last asked. */
export const reachable = (): boolean | null => answered;

class Failed extends Error {
  constructor(
    readonly why: Trouble,
    readonly status: number | null = null,
  ) {
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
    const response = await ask("/v1/lint", { controller, body: request });
    const answer = (await response.json()) as LintAnswer;
    mine.outcome = `${response.status} · ${grammar ? `grammar ${answer.grammar}` : answer.verdict} · ${answer.findings.length}`;
    return { ok: true, answer, ...(grammar ? {} : { here: await guarding(request) }) };
  } catch (error) {
    const why = error instanceof Failed ? error.why : "fault";
    mine.outcome = why;
    return { ok: false, why };
  } finally {
    if (underway.get(composer) === controller) underway.delete(composer);
  }
}

/** What the policy says for drafts where this one stands, if that differs from place to place. */
async function guarding({ context }: LintRequest): Promise<Guarding | null> {
  if (!(await client())?.scoped) return null;
  // A reply of which no place is known counts as one on a page, as it does where the draft itself is read.
  const place = context?.place ?? (context?.parent ? "page" : "post");
  const where = new URLSearchParams({ place });
  for (const name of ["account", "platform"] as const) if (context?.[name]) where.set(name, context[name]);
  const told = await looked<Client>(`/v1/client?${where}`);
  return told && { stop: told.stop, locked: told.locked, interruption_budget: told.interruption_budget, override: told.override };
}

/** What the server wants of its clients; null if it cannot be had. */
export const client = (): Promise<Client | null> => looked<Client>("/v1/client");
export const platforms = (): Promise<PlatformSwitches | null> => looked<PlatformSwitches>("/v1/platforms");

/** Tell the server that a finding was not right. Of the draft goes only `text`. A server may not want to know. */
export async function feedback(rule: string, version: number, reason: string, text: string | null): Promise<void> {
  const body = { rule, policy_version: version, reason, ...(text ? { text } : {}) };
  await ask("/v1/feedback", { body }).catch(() => undefined);
}

/** Milliseconds for which counts wait for more, and how many of them go in one request. */
const GATHER = 5_000;
const AT_ONCE = 50;
const waiting = new Map<string, RuleEvent>();
let gathering: ReturnType<typeof setTimeout> | null = null;

/** Count what came of findings. The same of all pages goes together, so that nothing shows which page or when. */
export function count(events: readonly RuleEvent[]): void {
  for (const event of events) {
    const name = `${event.rule} ${event.policy_version} ${event.event}`;
    waiting.set(name, { ...event, count: (waiting.get(name)?.count ?? 0) + (event.count ?? 1) });
  }
  gathering ??= setTimeout(() => void handOver(), GATHER);
}

async function handOver(): Promise<void> {
  gathering = null;
  const events = [...waiting.values()];
  waiting.clear();
  // A server that is away, older, or does not count wants none of it: nothing is kept for later.
  for (let first = 0; first < events.length; first += AT_ONCE)
    await ask("/v1/events", { body: { events: events.slice(first, first + AT_ONCE) } }).catch(() => undefined);
}

/** Exchange the code that a person was given for a token. */
export async function pair(code: string): Promise<{ token: string | null; why: Trouble | Refused | null }> {
  try {
    const response = await ask("/v1/pair", { body: { code }, anonymous: true });
    const { token } = (await response.json()) as { token?: unknown };
    return typeof token === "string" && token ? { token, why: null } : { token: null, why: "fault" };
  } catch (error) {
    if (!(error instanceof Failed)) return { token: null, why: "fault" };
    const { status, why } = error;
    if (status === 429) return { token: null, why: "often" };
    return { token: null, why: status !== null && [400, 401, 403, 404, 410, 422].includes(status) ? "code" : why };
  }
}

/** Address of something on the server. */
export const address = (settings: Settings, path: string): string => settings.server.replace(/\/+$/, "") + path;

/** Forget what was looked up, for instance because the address changed. */
export function forget(): void {
  known = new Map(); // what is still under way lands in the old one
}

/** An answer came from this version of the policy: what was looked up under another one is forgotten. */
export function expect(version: number): void {
  const kept = known.get("/v1/client")?.value as Client | undefined;
  if (kept?.policy.version !== version) forget();
}

/** Look something up again and say how it went. */
export async function attempt(): Promise<{ ok: boolean; why: Trouble | null; policy: Client["policy"] | null }> {
  try {
    const response = await ask("/v1/client");
    return { ok: true, why: null, policy: ((await response.json()) as Client).policy };
  } catch (error) {
    return { ok: false, why: error instanceof Failed ? error.why : "fault", policy: null };
  }
}

async function looked<T>(path: string): Promise<T | null> {
  const kept = known.get(path);
  if (kept && Date.now() - kept.at < KEPT_FOR) return kept.value as T;
  const late = new Promise<undefined>((done) => setTimeout(done, LOOK));
  return ((await Promise.race([look(path, kept), late])) ?? kept?.value ?? null) as T | null;
}

/** Look up and keep; nothing where it cannot be had. */
async function look(path: string, kept: Kept | undefined): Promise<unknown> {
  const into = known;
  try {
    const response = await ask(path, { etag: kept?.etag });
    const value = response.status === 304 && kept ? kept.value : await response.json();
    into.set(path, { etag: response.headers.get("ETag") ?? "", at: Date.now(), value });
    return value;
  } catch {
    return undefined;
  }
}

interface Question {
  controller?: AbortController;
  body?: unknown;
  etag?: string | undefined;
  /** Without the token. */
  anonymous?: boolean;
}

async function ask(path: string, { controller = new AbortController(), body, etag, anonymous = false }: Question = {}): Promise<Response> {
  const { settings } = await load();
  const timer = setTimeout(() => controller.abort("slow"), PATIENCE);
  try {
    const response = await fetch(address(settings, path), {
      method: body === undefined ? "GET" : "POST",
      headers: {
        "Accept-Language": readerLanguage(settings),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(settings.token && !anonymous ? { Authorization: `Bearer ${settings.token}` } : {}),
        ...(etag ? { "If-None-Match": etag } : {}),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: controller.signal,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
    answered = true;
    if (response.ok || response.status === 304) return response;
    throw new Failed(failure(response.status), response.status);
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
