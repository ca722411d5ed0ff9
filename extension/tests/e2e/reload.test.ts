// An extension that is reloaded, updated or removed leaves its old scripts behind in open pages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WHICH } from "./browser";
import { DRAFT } from "./desk";
import { rig } from "./rig";

const here = rig();
const BODY = `<article>Al acht weken wachten op mijn paspoort en niemand belt terug!</article><form><div id="composer"></div><button type="submit">Plaatsen</button></form>`;
const POSTS = `document.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); post(); });`;

test("the old script lets everything through, says one line and takes its lines away", async () => {
  const desk = await here.lab("contenteditable", BODY, POSTS);
  await desk.write(DRAFT);
  await desk.state("advice");
  await here.kalm.browser.uninstallExtension(here.kalm.id);
  await desk.page.click("form button");
  await desk.until("it was posted", () => (window as unknown as { posted: string[] }).posted.length === 1);
  // Firefox ends the old script itself, and with it all that could be said.
  if (WHICH === "chromium") {
    await (await desk.field()).click();
    await desk.type("Dag");
    await desk.until("the line is there", () => /bijgewerkt/.test(document.querySelector("kalm-layer")?.shadowRoot?.querySelector(".toast")?.textContent ?? ""));
    assert.equal(await desk.has(".mark"), false);
    assert.deepEqual(await desk.underlined(), []);
  }
  await desk.page.close();
});
