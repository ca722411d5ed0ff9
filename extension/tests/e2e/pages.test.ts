// Options, popup and the in-page layer for everybody: axe, keyboard, zoom, forced colours, reduced motion. The
// extension's own pages are opened in Chromium only; Firefox lets no driver in (see docs/extension.md).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import type { Page } from "puppeteer-core";
import { WHICH } from "./browser";
import { DRAFT, FIRST, SECOND } from "./desk";
import { rig } from "./rig";

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

async function own(path: string): Promise<Page> {
  const page = await here.kalm.browser.newPage();
  await page.goto(`chrome-extension://${here.kalm.id}/${path}`);
  await page.waitForSelector("main section");
  return page;
}

if (WHICH === "chromium") {
  for (const scheme of ["light", "dark"])
    test(`the options are sound for everybody (${scheme}, narrow as at 400 %)`, async () => {
      const page = await own("options.html");
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      assert.deepEqual(await violations(page), []);
      await page.setViewport({ width: 320, height: 600 });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), "nothing scrolls sideways");
      await page.close();
    });

  test("a server is tried and kept, a wrong address is told", async () => {
    const page = await own("options.html");
    const address = await page.$("input[type='url']");
    await address?.evaluate((input) => ((input as HTMLInputElement).value = "kalm"));
    await page.evaluate(() => document.querySelector<HTMLFormElement>("form")?.requestSubmit());
    // A browser's own check refuses what is no address; ours refuses other kinds.
    await address?.evaluate((input) => ((input as HTMLInputElement).value = "ftp://kalm"));
    await page.evaluate(() => document.querySelector<HTMLFormElement>("form")?.requestSubmit());
    await page.waitForFunction(() => /http/.test(document.querySelector("#status")?.textContent ?? ""));
    await address?.evaluate((input, url) => ((input as HTMLInputElement).value = url), here.server.url);
    await page.evaluate(() => document.querySelector<HTMLFormElement>("form")?.requestSubmit());
    await page.waitForFunction(() => /built-in/.test(document.querySelector("#status")?.textContent ?? ""));
    await page.close();
  });

  test("a platform is switched off and on, and its pages notice", async () => {
    const options = await own("options.html");
    const box = await options.waitForSelector(".grid input");
    await box?.click();
    await options.waitForFunction(() => document.querySelector("#status")?.textContent !== "");
    const kept = () => options.evaluate(async () => ((await chrome.storage.local.get("settings")) as { settings: { sitesOff: string[] } }).settings.sitesOff);
    assert.deepEqual(await kept(), ["x"]);
    await (await options.waitForSelector(".grid input"))?.click();
    await options.waitForFunction(async () => !((await chrome.storage.local.get("settings")) as { settings: { sitesOff: string[] } }).settings.sitesOff.length);
    await options.close();
  });

  test("the popup shows the tab, pauses it, and shows what was sent", async () => {
    const desk = await here.lab("contenteditable");
    await desk.type(DRAFT);
    await desk.state("advice");
    const options = await own("options.html");
    const tab = await options.evaluate(async () => (await chrome.tabs.query({ url: "https://lab.kalm.example/*" }))[0]?.id);
    await options.close();
    const popup = await own(`popup.html?tab=${tab}`);
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
}

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
      await desk.type(DRAFT);
      await desk.underlines(FIRST);
      const { x, y } = await desk.point(FIRST);
      await desk.page.mouse.move(x, y);
      await desk.page.mouse.move(x + 1, y);
      await desk.ui(".card");
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
  await desk.type(DRAFT);
  await desk.underlines(FIRST);
  await desk.page.keyboard.press("F8");
  const card = await desk.ui(".card");
  await new Promise((done) => setTimeout(done, 200));
  const box = (await card.boundingBox())!;
  assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 320 && box.y + box.height <= 256, JSON.stringify(box));
  await desk.page.close();
});

test("with reduced motion nothing moves", async () => {
  const desk = await here.lab("contenteditable");
  await desk.page.emulateMediaFeatures?.([{ name: "prefers-reduced-motion", value: "reduce" }]).catch(() => undefined);
  if (WHICH === "firefox") return void (await desk.page.close());
  await desk.type(DRAFT);
  await desk.underlines(FIRST);
  await desk.press(".mark");
  assert.equal(await (await desk.ui(".panel")).evaluate((node) => getComputedStyle(node).animationName), "none");
  await desk.page.close();
});
