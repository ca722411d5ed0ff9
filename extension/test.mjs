// Runs the tests with Node's own runner: `node test.mjs unit`, `node test.mjs e2e [name…]` (KALM_BROWSER chooses).
// `node test.mjs tools measure` and `tools shots` run what is no test.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const [kind, ...names] = process.argv.slice(2);
const tools = kind === "tools";
const out = join(here, process.env.KALM_TESTS_OUT ?? "build/tests");
const wanted = readdirSync(join(here, "tests", kind))
  .filter((file) => file.endsWith(tools ? ".ts" : ".test.ts") && (!names.length || names.some((name) => file.startsWith(name))))
  .sort();
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await esbuild.build({
  absWorkingDir: here,
  entryPoints: wanted.map((file) => `tests/${kind}/${file}`),
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
const files = wanted.map((file) => join(out, file.replace(/\.ts$/, ".mjs")));
const runner = ["--test", "--test-concurrency=1", "--test-reporter=spec"];
const { status } = spawnSync(process.execPath, ["--enable-source-maps", ...(tools ? [] : runner), ...files], { stdio: "inherit", cwd: here });
process.exit(status ?? 1);
