// Asks the server. One question at a time: a newer one aborts the older, and only the newest answer is heard.

const PAUSE = 250; // ms without a key before asking
const SLOW = 2500; // ms until the person is told that it takes longer
const LIMIT = 15000; // ms until the question is given up
const REFUSALS = { 401: "token", 413: "long", 422: "long" };

/**
 * `question()` gives the body for POST /v1/lint, or null when there is nothing to ask; `answered(body, answer)` gets
 * what came back; `state(name)` gets ok, slow, away, long, token or refused; `headers()` gives request headers;
 * `pause` is how long it waits after a key.
 */
export function createLinter({ question, answered, state, headers, pause: usual = PAUSE }) {
  let timer = 0;
  let current = null;
  let failures = 0;

  function schedule(pause = usual) {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  }

  async function send() {
    clearTimeout(timer);
    current?.abort();
    const mine = (current = new AbortController());
    const body = question();
    if (!body) {
      state("ok");
      return answered(null, null);
    }
    const slow = setTimeout(() => state("slow"), SLOW);
    const limit = setTimeout(() => mine.abort(), LIMIT);
    try {
      const response = await fetch(new URL("../../v1/lint", import.meta.url), {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers() },
        body: JSON.stringify(body),
        signal: mine.signal,
        cache: "no-store",
      });
      const answer = response.ok ? await response.json() : null;
      if (mine !== current) return;
      if (answer) {
        failures = 0;
        state("ok");
        answered(body, answer);
      } else if (response.status < 500 && response.status !== 429) {
        state(REFUSALS[response.status] ?? "refused");
      } else {
        away();
      }
    } catch {
      if (mine === current) away();
    } finally {
      clearTimeout(slow);
      clearTimeout(limit);
    }
  }

  function away() {
    state("away");
    failures += 1;
    schedule(Math.min(10000, 1000 * 2 ** (failures - 1)));
  }

  /** Neither ask nor listen until told to again. */
  function drop() {
    clearTimeout(timer);
    current?.abort();
    current = null;
  }

  return { schedule, now: send, drop };
}
