// Every platform at its real address: its composer is found, its facts are read, its post is held and released.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { page as pageOf } from "../pages/bundle";
import { SITES, type SiteCase, nameOf } from "../pages/sites";
import { askBackground } from "./browser";
import { DRAFT, Desk } from "./desk";
import { rig } from "./rig";
import { startServer } from "./server";

const here = rig({ consents: Object.fromEntries(SITES.map(({ expects }) => [expects.key ?? "", "brand"])) });
const chosen = process.env.KALM_SITES?.split(",");

for (const site of SITES.filter(({ platform }) => chosen?.includes(platform) ?? true))
  test(nameOf(site), async () => {
    const desk = new Desk(await here.kalm.open(site.url, await pageOf(site.editor, site.body, wiring(site))));
    const { expects } = site;
    await desk.enter();
    await opened(desk);
    await desk.write(DRAFT);
    await desk.state("advice", "hint", "ok");

    const { sent } = await askBackground(desk.page, { kind: "status", tab: 0 });
    const { context = {} } = sent!.request;
    assert.equal(context.platform, site.platform);
    assert.equal(context.place, expects.place);
    assert.equal(context.account ?? "brand", "brand");
    assert.equal(context.parent?.text ?? null, expects.parent);
    assert.deepEqual((context.thread ?? []).map(({ text }) => text), expects.thread ?? []);
    assert.deepEqual((context.attachments ?? []).map(({ kind }) => kind), expects.attachments ?? []);

    if (expects.parent) {
      await press(desk, site);
      await desk.press("[data-act='post']");
      await desk.until("it was posted", (text) => (window as unknown as { posted: string[] }).posted[0] === text, DRAFT);
    }
    await desk.page.evaluate(() => (window as unknown as { lab: { clear(): void; element: HTMLElement } }).lab.clear());
    await (await desk.field()).click();
    await desk.write("Het wachtwoord is: Zonnebloem!2024");
    await desk.state("stop");
    const before = (await desk.posted()).length;
    await press(desk, site);
    await desk.ui("[data-act='override-open']");
    assert.equal((await desk.posted()).length, before);
    await desk.page.close();
  });

/** Where the account cannot be told the person says as whom this field is to be read. */
async function opened(desk: Desk): Promise<void> {
  await desk.state("off", "empty");
  if (!(await desk.has(".mark[data-state='off']"))) return;
  await desk.press(".mark");
  await desk.press("[data-act='here-brand']");
  await desk.state("empty");
  await (await desk.field()).click();
}

async function press({ page }: Desk, { send }: SiteCase): Promise<void> {
  if (send === "Enter") await page.keyboard.press("Enter");
  else await page.click(send);
}

/** What the platform's own script does: attributes on the editor, and posting. */
function wiring({ attributes = {}, send }: SiteCase): string {
  const posting =
    send === "Enter"
      ? `window.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && event.composedPath().includes(lab.element)) { event.preventDefault(); event.stopImmediatePropagation(); post(); } }, true);`
      : `const button = document.querySelector(${JSON.stringify(send)}); button.addEventListener("click", (event) => { event.preventDefault(); post(); });`;
  return `${Object.entries(attributes).map(([name, value]) => `lab.element.setAttribute(${JSON.stringify(name)}, ${JSON.stringify(value)});`).join("\n")}${posting}`;
}

test("the server switches one platform off and repairs the selectors of another, with data only", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kalm-platforms-"));
  const file = join(folder, "platforms.json");
  writeFileSync(file, JSON.stringify({ x: { enabled: false }, youtube: { selectors: { send: ["#renamed"] } } }));
  const server = await startServer({ KALM_PLATFORMS_FILE: file });
  try {
    await here.kalm.settings({ server: server.url });
    const x = SITES.find(({ platform }) => platform === "x")!;
    const page = await here.kalm.open(x.url, await pageOf(x.editor, x.body, wiring(x)));
    await page.waitForSelector("[data-lab='ready']");
    await page.evaluate(() => (window as unknown as { lab: { element: HTMLElement } }).lab.element.focus());
    await page.keyboard.type("Dag");
    // What the page asked when the field was entered is answered before what is asked after it.
    for (let i = 0; i < 2; i++) await askBackground(page, { kind: "hello" });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.equal(await page.evaluate(() => document.querySelector("kalm-layer")?.shadowRoot?.querySelector(".mark") ?? null), null);
    await page.close();

    const youtube = SITES.find(({ platform }) => platform === "youtube")!;
    const body = youtube.body.replace('<div id="submit-button"><button>', '<div><button id="renamed">');
    assert.notEqual(body, youtube.body);
    const desk = new Desk(await here.kalm.open(youtube.url, await pageOf(youtube.editor, body, wiring({ ...youtube, send: "#renamed" }))));
    await desk.enter();
    await opened(desk);
    await desk.write(DRAFT);
    await desk.state("advice");
    await desk.page.click("#renamed");
    await desk.ui("[data-act='post']");
    assert.deepEqual(await desk.posted(), []);
    await desk.page.close();
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});
