// Every platform at its real address: its composer is found, its facts are read, its post is held and released.
import assert from "node:assert/strict";
import { test } from "node:test";
import { page as pageOf } from "../pages/bundle";
import { SITES, type SiteCase, nameOf } from "../pages/sites";
import { askBackground } from "./browser";
import { DRAFT, Desk } from "./desk";
import { rig } from "./rig";

const here = rig({ consents: Object.fromEntries(SITES.map(({ expects }) => [expects.key, "brand"])) });
const chosen = process.env.KALM_SITES?.split(",");

for (const site of SITES.filter(({ platform }) => chosen?.includes(platform) ?? true))
  test(nameOf(site), async () => {
    const desk = new Desk(await here.kalm.open(site.url, await pageOf(site.editor, site.body, wiring(site))));
    await desk.enter();
    await desk.write(DRAFT);
    await desk.state("advice", "hint", "ok");
    const { expects } = site;

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
