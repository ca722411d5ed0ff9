// Options, popup and the in-page layer for everybody: axe, keyboard, zoom, forced colours, reduced motion.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "puppeteer-core";
import type { Settings } from "../../src/shared/settings";
import { PATIENCE, WHICH, askBackground } from "./browser";
import { DRAFT, FIRST, SECOND } from "./desk";
import { faulty } from "./fault-server";
import { rig } from "./rig";
import { pairingCode, startServer } from "./server";

const here = rig();
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violations(page: Page, within = "document"): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (scope) => {
    const { axe } = window as unknown as { axe: { run(where: unknown, options: unknown): Promise<{ passes: unknown[]; violations: { id: string; nodes: { html: string }[] }[] }> } };
    const where = scope === "document" ? document : { include: [scope] };
    const { passes, violations } = await axe.run(where, { rules: { region: { enabled: false } } });
    if (passes.length < 3) return ["axe saw nothing to check"];
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  }, within);
}

/** Firefox cannot be told these by its driver. */
const SCHEMES = WHICH === "chromium" ? ["light", "dark"] : ["light"];

for (const scheme of SCHEMES)
  test(`the options are sound for everybody (${scheme}, narrow as at 400 %)`, async () => {
    const page = await here.kalm.own("options.html");
    if (WHICH === "chromium") await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    assert.deepEqual(await violations(page), []);
    await page.setViewport({ width: 320, height: 600 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), "nothing scrolls sideways");
    await page.close();
  });

/** By a real click: browsers ask for a permission in answer to nothing else. */
const submit = (page: Page, form: string) => page.click(`${form} button`);
const says = (page: Page, what: RegExp) =>
  page.waitForFunction((source) => new RegExp(source).test(document.querySelector("#status")?.textContent ?? ""), { timeout: PATIENCE }, what.source);
const stored = (page: Page) => page.evaluate(async () => ((await chrome.storage.local.get("settings")) as { settings: Settings }).settings);

async function fill(page: Page, field: string, text: string): Promise<void> {
  await page.$eval(field, (node, given) => ((node as HTMLInputElement).value = given), text);
}

test("a server is tried and kept, a wrong address is told", async () => {
  const page = await here.kalm.own("options.html");
  const address = "input[type='url']";
  await fill(page, address, "kalm");
  await submit(page, "form");
  // A browser's own check refuses what is no address; ours refuses other kinds.
  await fill(page, address, "ftp://kalm");
  await submit(page, "form");
  await says(page, /http/);
  await fill(page, address, here.server.url);
  await submit(page, "form");
  await says(page, /built-in/);
  assert.equal((await stored(page)).server, here.server.url);
  await page.close();
});

test("a code of a real server is exchanged for a token that it knows; a second time the code is no longer valid", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kalm-tokens-"));
  const file = join(folder, "tokens");
  writeFileSync(file, "a-token-of-somebody-else-0123456789\n", { mode: 0o600 });
  const { data, url, stop } = await startServer({ KALM_TOKENS_FILE: file });
  await here.kalm.settings({ server: url, token: "" });
  const page = await here.kalm.own("options.html");
  const code = pairingCode(data!);
  for (const said of [/Gekoppeld.*built-in/, /klopt niet of is verlopen/]) {
    await fill(page, "#pair input", `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase());
    await submit(page, "#pair");
    await says(page, said);
  }
  const { token } = await stored(page);
  const asked = (bearer: string) => fetch(`${url}/v1/client`, { headers: { Authorization: `Bearer ${bearer}` } }).then(({ status }) => status);
  assert.deepEqual([await asked(token), await asked(`${token}x`)], [200, 401]);
  await page.close();
  await stop();
  rmSync(folder, { recursive: true });
  await here.kalm.settings({ server: here.server.url, token: "" });
});

test("the token of a code is kept and used; a wrong, an old and a hasty code are told", async () => {
  const answers = [{ status: 403 }, { status: 422 }, { status: 429 }, { status: 503 }, { status: 200, body: { token: "a-token" } }];
  const server = await faulty(here.server.url, { routes: { "/v1/pair": () => answers.shift()!, "/v1/feedback": () => ({ status: 204 }) } });
  await here.kalm.settings({ server: server.url, token: "an older one" });
  const page = await here.kalm.own("options.html");
  const attempt = async (code: string, said: RegExp) => {
    await page.$eval("#status", (node) => (node.textContent = ""));
    await fill(page, "#pair input", code);
    await submit(page, "#pair");
    await says(page, said);
  };
  await attempt("K7QX", /acht tekens/);
  assert.equal(server.received.length, 0, "what cannot be a code is not sent");
  await attempt("K7QX2M9P", /klopt niet of is verlopen/);
  await attempt("K7QX2M9P", /klopt niet of is verlopen/);
  await attempt("K7QX2M9P", /Te vaak/);
  await attempt("K7QX2M9P", /niet bereikbaar/);
  assert.equal((await stored(page)).token, "an older one");
  await attempt(" k7qx-2m9p ", /Gekoppeld.*built-in/);
  assert.equal((await stored(page)).token, "a-token");
  assert.deepEqual(server.received.at(-1), { path: "/v1/pair", body: { code: "K7QX2M9P" }, authorization: null });
  assert.equal(await page.$eval("input[type='password']", (node) => (node as HTMLInputElement).value), "a-token");
  const desk = await here.lab("contenteditable");
  await askBackground(desk.page, { kind: "feedback", rule: "nl.a", version: 0, reason: "other", text: null });
  assert.equal(server.received.at(-1)?.authorization, "Bearer a-token");
  assert.equal(await askBackground(desk.page, { kind: "pair", code: "K7QX2M9P" }), null, "pairing is not a page's to ask");
  await desk.page.close();
  await page.bringToFront();
  await page.$eval("#status", (node) => (node.textContent = ""));
  await fill(page, "input[type='url']", here.server.url);
  await submit(page, "form");
  await says(page, /built-in/);
  assert.equal((await stored(page)).token, "", "another server is not told the token of this one");
  await page.close();
  await server.stop();
  await here.kalm.settings({ server: here.server.url, token: "" });
});

test("a platform is switched off and on, and its pages notice", async () => {
  const options = await here.kalm.own("options.html");
  const box = await options.waitForSelector(".grid input");
  await box?.click();
  await options.waitForFunction(() => document.querySelector("#status")?.textContent !== "");
  assert.deepEqual((await stored(options)).sitesOff, ["x"]);
  await (await options.waitForSelector(".grid input"))?.click();
  await options.waitForFunction(async () => !((await chrome.storage.local.get("settings")) as { settings: Settings }).settings.sitesOff.length);
  await options.close();
});

test("the popup shows the tab, pauses it, and shows what was sent", async () => {
  const desk = await here.lab("contenteditable");
  await desk.write(DRAFT);
  await desk.state("advice");
  const options = await here.kalm.own("options.html");
  const tab = await options.evaluate(async () => (await chrome.tabs.query({ url: "https://lab.kalm.example/*" }))[0]?.id);
  await options.close();
  const popup = await here.kalm.own(`popup.html?tab=${tab}`);
  assert.deepEqual(await violations(popup), []);
  assert.ok((await popup.$eval("pre", (node) => node.textContent ?? "")).includes(DRAFT));
  await popup.evaluate(() => [...document.querySelectorAll("button")].find((one) => /pauze/.test(one.textContent ?? ""))?.click());
  await desk.page.bringToFront();
  await desk.state("off");
  await popup.bringToFront();
  await popup.waitForFunction(() => /pauzeert/.test(document.body.textContent ?? ""));
  await popup.evaluate(() => [...document.querySelectorAll("button")].find((one) => /Weer/.test(one.textContent ?? ""))?.click());
  await desk.page.bringToFront();
  await desk.state("advice");
  await popup.close();
  await desk.page.close();
});

for (const [what, features] of [
  ["light", []],
  ["forced colours", [{ name: "forced-colors", value: "active" }]],
] as const)
  if (WHICH === "chromium" || !features.length)
    test(`card and panel are sound for everybody (${what})`, async () => {
      const desk = await here.lab("contenteditable");
      if (features.length) {
        const session = await desk.page.createCDPSession();
        await session.send("Emulation.setEmulatedMedia", { features: [...features] });
      }
      await desk.write(DRAFT);
      await desk.underlines(FIRST);
      const { x, y } = await desk.point(FIRST);
      await desk.page.mouse.move(x, y);
      await desk.page.mouse.move(x + 1, y);
      await desk.ui(".card");
      await desk.press(".card .foot .link");
      await desk.ui(".card .more:not([hidden]) select");
      assert.deepEqual(await violations(desk.page, "kalm-layer"), []);
      await desk.press(".card .end");
      await desk.ui(".panel");
      assert.deepEqual(await violations(desk.page, "kalm-layer"), []);
      await desk.page.close();
    });

test("the whole way by keyboard: open, next, fix, back in the draft", async () => {
  const desk = await here.lab("contenteditable");
  const { keyboard } = desk.page;
  await desk.type(DRAFT);
  await desk.underlines(FIRST);
  await desk.underlines(SECOND);
  await keyboard.press("F8");
  await desk.ui(".card[data-rule='nl.condescension.already-explained']");
  await keyboard.press("ArrowRight");
  await desk.ui(".card[data-rule='nl.condescension.should-have']");
  await keyboard.press("ArrowLeft");
  await desk.ui(".card[data-rule='nl.condescension.already-explained']");
  await keyboard.press("Escape");
  await desk.gone(".card");
  await desk.type("!");
  await desk.holds(`${DRAFT}!`);
  await desk.page.close();
});

test("at 400 % the card fits the window and scrolls", async () => {
  const desk = await here.lab("contenteditable");
  await desk.page.setViewport({ width: 320, height: 256 });
  await desk.write(DRAFT);
  await desk.underlines(FIRST);
  await desk.page.keyboard.press("F8");
  const card = await desk.ui(".card");
  await card.evaluate((node) => Promise.all(node.getAnimations().map((one) => one.finished)));
  const box = (await card.boundingBox())!;
  assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 320 && box.y + box.height <= 256, JSON.stringify(box));
  await desk.page.close();
});

test("with reduced motion nothing moves", async () => {
  const desk = await here.lab("contenteditable");
  await desk.page.emulateMediaFeatures?.([{ name: "prefers-reduced-motion", value: "reduce" }]).catch(() => undefined);
  if (WHICH === "firefox") return void (await desk.page.close());
  await desk.write(DRAFT);
  await desk.underlines(FIRST);
  await desk.press(".mark");
  assert.equal(await (await desk.ui(".panel")).evaluate((node) => getComputedStyle(node).animationName), "none");
  await desk.page.close();
});
