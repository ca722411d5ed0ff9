// Runs the tests with Node's own runner: `node test.mjs unit`, `node test.mjs e2e [name…]` (KALM_BROWSER chooses).
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
/** Files that take longest are begun first, so that none is left over at the end. */
const LONG = ["sites", "editors"];
const begins = (file) => LONG.findIndex((name) => file.startsWith(name)) >>> 0;
const wanted = readdirSync(join(here, "tests", kind))
  .filter((file) => file.endsWith(tools ? ".ts" : ".test.ts") && (!names.length || names.some((name) => file.startsWith(name))))
  .sort((a, b) => begins(a) - begins(b) || (a < b ? -1 : 1));
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

// Each file has a browser of its own and waits most of its time for pauses; one server is enough for all of them.
const jobs = e2e ? (process.env.KALM_JOBS ?? Math.min(2, availableParallelism())) : 1;
const runner = ["--test", `--test-concurrency=${jobs}`, "--test-reporter=spec"];
const server = e2e ? await (await import(built("server.ts"))).startServer() : null;
const env = server ? { ...process.env, KALM_URL: server.url } : process.env;
const child = spawn(process.execPath, ["--enable-source-maps", ...(tools ? [] : runner), ...wanted.map(built)], { stdio: "inherit", cwd: here, env });
const status = await new Promise((done) => child.once("exit", done));
await server?.stop();
process.exit(status ?? 1);
