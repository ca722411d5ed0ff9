// The examples of deploy/browser-policy, put where a real browser looks for them: in a mount namespace of the browser's
// own, so that the machine's other browsers know nothing of it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { page as pageOf } from "../pages/bundle";
import { ADDED } from "../pages/sites";
import { BUILT, PATIENCE, PROGRAMS, WHICH, askBackground, startBrowser } from "./browser";
import { DRAFT, Desk } from "./desk";
import { startServer } from "./server";

const EXAMPLES = join(dirname(fileURLToPath(import.meta.url)), "../../../deploy/browser-policy");
/** A folder that is there, to mount another one over, and the file in it. */
const [ROOT, FILE] = {
  chromium: ["/etc/chromium", "policies/managed/kalm.json"],
  firefox: ["/usr/lib/firefox-esr/distribution", "policies.json"],
}[WHICH] as [string, string];
const UNSHARE = process.getuid?.() === 0 ? ["--mount"] : ["--mount", "--map-root-user"];
const folder = mkdtempSync(join(tmpdir(), "kalm-managed-"));
after(() => rmSync(folder, { recursive: true }));

/** The id that Chromium gives to an unpacked extension without a key: made of its folder's name. */
const chromiumId = (path: string) =>
  createHash("sha256").update(path).digest("hex").slice(0, 32).replace(/./g, (digit) => "abcdefghijklmnop"[Number.parseInt(digit, 16)] as string);

/** A program that starts the browser where this policy holds. */
function under(policy: string): string {
  const given = join(folder, "policy.json");
  writeFileSync(given, policy);
  const program = join(folder, WHICH);
  const inside = `mount -t tmpfs tmpfs ${ROOT} && mkdir -p ${dirname(join(ROOT, FILE))} && cp ${given} ${join(ROOT, FILE)} && exec ${PROGRAMS[WHICH]} "$@"`;
  writeFileSync(program, `#!/bin/sh\nexec unshare ${UNSHARE.join(" ")} sh -c '${inside}' browser "$@"\n`);
  chmodSync(program, 0o755);
  return program;
}

test("what the organisation set by browser policy holds, is shown as such, and switches no reading on", async (context) => {
  if (spawnSync("unshare", [...UNSHARE, "mount", "-t", "tmpfs", "tmpfs", ROOT]).status !== 0)
    return context.skip("this machine allows no mount namespace");
  const server = await startServer();
  const example = readFileSync(join(EXAMPLES, WHICH === "chromium" ? "chrome.json" : "firefox.json"), "utf8");
  const policy = example.replace("EXTENSION-ID", chromiumId(join(BUILT, WHICH))).replace("https://kalm.example.org", server.url);
  assert.notEqual(policy, example);
  const kalm = await startBrowser({ server: "http://127.0.0.1:9", language: "en", sites: ADDED }, under(policy));
  try {
    const options = await kalm.own("options.html");
    // Chromium hands a policy to an extension some time after it was installed.
    await options.waitForFunction(async () => (await chrome.storage.managed.get(null).catch(() => ({}) as { server?: string })).server, { timeout: PATIENCE });
    await options.reload({ waitUntil: [] });
    await options.waitForSelector("input[type='url']:disabled", { timeout: PATIENCE });
    assert.equal(await options.$eval("input[type='url']", (node) => (node as HTMLInputElement).value), server.url);
    assert.equal(await options.$eval("html", (node) => node.lang), "nl");
    const said = await options.$eval("main", (node) => node.textContent ?? "");
    assert.equal(said.split("Ingesteld door je organisatie.").length - 1, 5, "server, token twice, language, sites");
    assert.equal(await options.$eval("#pair button", (node) => (node as HTMLButtonElement).disabled), true);
    await options.close();

    const desk = new Desk(await kalm.open("https://lab.kalm.example/managed", await pageOf("contenteditable")));
    await desk.enter();
    await desk.write(DRAFT);
    await desk.state("advice");
    assert.equal((await askBackground(desk.page, { kind: "status", tab: 0 })).sent?.to, server.url);
    await desk.page.close();

    const x = new Desk(await kalm.open("https://x.com/home", await pageOf("draft", undefined, `lab.element.setAttribute("data-testid", "tweetTextarea_0");`)));
    await x.enter();
    await x.write(DRAFT);
    await x.state("off");
    await x.page.close();
  } finally {
    await kalm.close();
    await server.stop();
  }
});
