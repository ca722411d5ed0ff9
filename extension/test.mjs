// Runs the tests with Node's own runner: `node test.mjs unit`, `node test.mjs e2e [name…]`, in Chromium and then in
// Firefox, or in the one that KALM_BROWSER names. `KALM_URL` and `KALM_GRAMMAR_URL` name servers that run already.
// `node test.mjs tools measure` and `tools shots` run what is no test.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const [kind, ...names] = process.argv.slice(2);
const e2e = kind === "e2e";
const tools = kind === "tools";
const out = join(here, process.env.KALM_TESTS_OUT ?? "build/tests");
/** Files that take longest are begun first, so that none is left over at the end; grammar last, when it is warm. */
const FIRST = ["sites", "editors"];
const begins = (file) => (file.startsWith("grammar") ? Number.POSITIVE_INFINITY : FIRST.findIndex((name) => file.startsWith(name)) >>> 0);
const wanted = readdirSync(join(here, "tests", kind))
  .filter((file) => file.endsWith(tools ? ".ts" : ".test.ts") && (!names.length || names.some((name) => file.startsWith(name))))
  .sort((a, b) => Math.sign(begins(a) - begins(b)) || (a < b ? -1 : 1));
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await esbuild.build({
  absWorkingDir: here,
  entryPoints: [...wanted, ...(e2e ? ["server.ts"] : [])].map((file) => `tests/${kind}/${file}`),
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  outExtension: { ".js": ".mjs" },
  loader: { ".css": "text" },
  define: { __TEST__: "true", __VERSION__: '"0.1.0"' },
  outdir: out,
  logLevel: "warning",
});
const built = (file) => join(out, file.replace(/\.ts$/, ".mjs"));

async function run(arguments_, env = {}) {
  const child = spawn(process.execPath, ["--enable-source-maps", ...arguments_, ...wanted.map(built)], { stdio: "inherit", cwd: here, env: { ...process.env, ...env } });
  return (await new Promise((done) => child.once("exit", done))) ?? 1;
}

/** In each browser. Each file has a browser of its own; the servers are the same for all, for they keep nothing. */
async function runInBrowsers() {
  const jobs = process.env.KALM_JOBS ?? Math.min(2, availableParallelism());
  const { startServer, startGrammarServer } = await import(built("server.ts"));
  const servers = [];
  const address = async (name, start) => {
    const server = process.env[name] ? null : await start();
    if (server) servers.push(server);
    return process.env[name] ?? server?.url ?? "";
  };
  try {
    const env = {
      // Grammar gets warm while the rest is tested.
      KALM_GRAMMAR_URL: wanted.includes("grammar.test.ts") ? await address("KALM_GRAMMAR_URL", startGrammarServer) : "",
      KALM_URL: await address("KALM_URL", startServer),
    };
    const results = [];
    for (const browser of process.env.KALM_BROWSER ? [process.env.KALM_BROWSER] : ["chromium", "firefox"])
      results.push(await run(["--test", `--test-concurrency=${jobs}`, "--test-reporter=spec"], { ...env, KALM_BROWSER: browser }));
    return Math.max(...results);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

process.exit(e2e ? await runInBrowsers() : await run(tools ? [] : ["--test", "--test-reporter=spec"]));
