// The server switches a platform off, and repairs the selectors of another: data only, no new extension.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { page as pageOf } from "../pages/bundle";
import { SITES } from "../pages/sites";
import { type Kalm, startBrowser } from "./browser";
import { DRAFT, Desk } from "./desk";
import { type Server, startServer } from "./server";

const folder = mkdtempSync(join(tmpdir(), "kalm-platforms-"));
let server: Server;
let kalm: Kalm;

before(async () => {
  const file = join(folder, "platforms.json");
  writeFileSync(file, JSON.stringify({ x: { enabled: false }, youtube: { selectors: { send: ["#renamed"] } } }));
  server = await startServer({ KALM_PLATFORMS_FILE: file });
  kalm = await startBrowser({ server: server.url, consents: { "x:gemeentedam": "brand", "youtube:?": "brand" } });
});
after(async () => {
  await kalm?.close();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

test("a platform that is switched off is not read", async () => {
  const site = SITES.find(({ platform }) => platform === "x")!;
  const page = await kalm.open(site.url, await pageOf(site.editor, site.body, `lab.element.setAttribute("data-testid", "tweetTextarea_0");`));
  await page.waitForSelector("[data-lab='ready']");
  await page.click("[data-testid='tweetTextarea_0']");
  await page.keyboard.type("Dag");
  await new Promise((done) => setTimeout(done, 1500));
  assert.equal(await page.evaluate(() => document.querySelector("kalm-layer")?.shadowRoot?.querySelector(".mark") ?? null), null);
  await page.close();
});

test("a repaired selector finds the button that was renamed", async () => {
  const site = SITES.find(({ platform }) => platform === "youtube")!;
  const body = site.body.replace('<div id="submit-button"><button>', '<div><button id="renamed">');
  const wiring = `lab.element.id = "contenteditable-root"; document.querySelector("#renamed").addEventListener("click", post);`;
  const desk = new Desk(await kalm.open(site.url, await pageOf(site.editor, body, wiring)));
  await desk.enter();
  await desk.write(DRAFT);
  await desk.state("advice");
  await desk.page.click("#renamed");
  await desk.ui("[data-act='post']");
  assert.deepEqual(await desk.posted(), []);
  await desk.page.close();
});
