// A real `kalm serve` on a free port, for the time of the tests.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const KALM = ["-c", "from kalm.cli import main; main()"];
const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const PYTHON = join(ROOT, ".venv/bin/python");
const START_LIMIT = 120_000;

export interface Server {
  url: string;
  /** Its data folder; null where the server is not ours. */
  data: string | null;
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** This process's surroundings without the tests' own settings, and with this tree's code. */
function surroundings(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("KALM_") || name === "KALM_CACHE_DIR");
  return { ...Object.fromEntries(kept), PYTHONPATH: join(ROOT, "server") };
}

/**
 * Starts a server with `more` settings. `KALM_URL` names one that runs already, so that one can try tests without
 * starting another each time.
 */
export async function startServer(more: Record<string, string> = {}): Promise<Server> {
  if (process.env.KALM_URL && !Object.keys(more).length) return { url: process.env.KALM_URL, data: null, stop: async () => {} };
  const at = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "kalm-e2e-"));
  const data = join(folder, "data");
  const server = spawn(PYTHON, [...KALM, "serve"], {
    env: {
      ...surroundings(),
      KALM_PORT: String(at),
      KALM_WORKERS: "1",
      KALM_READER: "off", // what rules say is the same on every machine
      KALM_GRAMMAR: "off",
      KALM_DATA_DIR: data,
      ...more,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  server.stderr.on("data", (data) => (log = (log + data).slice(-2000)));
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${at}`;
  const end = Date.now() + START_LIMIT;
  for (;;) {
    if (server.exitCode !== null || Date.now() > end) throw new Error(`kalm serve did not start:\n${log}`);
    const ready = await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false);
    if (ready) break;
    await sleep(100);
  }
  return {
    url,
    data,
    async stop() {
      server.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A server that asks a real LanguageTool; null where none is installed (`kalm grammar install`). */
export async function startGrammarServer(): Promise<Server | null> {
  // Its exit code says whether a server runs already, which is another question.
  const { stdout } = spawnSync(PYTHON, [...KALM, "grammar", "status"], { env: surroundings() });
  return /^installed: \//m.test(stdout.toString()) ? startServer({ KALM_GRAMMAR: "auto" }) : null;
}

/** Until its LanguageTool is warm, which takes half a minute of a processor. */
export async function warm(url: string): Promise<void> {
  for (const end = Date.now() + START_LIMIT; ; await sleep(200)) {
    const { grammar } = (await (await fetch(`${url}/readyz`)).json()) as { grammar: string };
    if (grammar === "ready") return;
    if (Date.now() > end) throw new Error(`LanguageTool is not warm but ${grammar}`);
  }
}

const CODE = `
import datetime, sys
from pathlib import Path
from kalm.store import Store, codes, people
from kalm.store.base import own_file
with Store(own_file(Path(sys.argv[1]))).session() as session:
    now = datetime.datetime.now(datetime.UTC)
    person = people.by_email(session, "sanne@kalm.example") or people.add(
        session, name="Sanne", email="sanne@kalm.example", role="staff", today=now.date())
    print(codes.pair(session, now, person.id))
`;

/** A code of a person on a server with this data folder, as their own page shows it. */
export const pairingCode = (data: string): string => execFileSync(PYTHON, ["-c", CODE, data], { env: surroundings() }).toString().trim();
