// Private stays private: what is off until a person switches it on, and what leaves the page before that.
import assert from "node:assert/strict";
import { test } from "node:test";
import { page as pageOf } from "../pages/bundle";
import { SITES } from "../pages/sites";
import { askBackground } from "./browser";
import { DRAFT, Desk } from "./desk";
import { rig } from "./rig";

const here = rig();
const whatsapp = SITES.find(({ platform }) => platform === "whatsapp")!;
const x = SITES.find(({ platform }) => platform === "x")!;

async function open({ url, editor, body, attributes = {} }: typeof x): Promise<Desk> {
  const set = Object.entries(attributes).map(([name, value]) => `lab.element.setAttribute("${name}", "${value}");`).join("");
  const desk = new Desk(await here.kalm.open(url, await pageOf(editor, body, set)));
  await desk.enter();
  return desk;
}

const sent = async (desk: Desk) => (await askBackground(desk.page, { kind: "status", tab: 0 })).sent;

test("a messenger is not read, and Enter sends, until the person says so for this conversation", async () => {
  const desk = await open(whatsapp);
  await desk.write(DRAFT);
  await desk.state("off");
  await new Promise((done) => setTimeout(done, 800));
  assert.equal(await sent(desk), null);
  await desk.press(".mark");
  await desk.press("[data-act='here-personal']");
  await desk.state("advice", "hint", "ok");
  assert.equal((await sent(desk))?.request.context?.account, "personal");
  await desk.page.close();
});

test("an account that nobody named is not read until the person says as whom, and that is remembered", async () => {
  const desk = await open(x);
  await desk.write(DRAFT);
  await desk.state("off");
  await desk.press(".mark");
  await desk.press("[data-act='as-ambassador']");
  await desk.state("advice");
  assert.equal((await sent(desk))?.request.context?.account, "ambassador");
  await desk.page.close();
  const again = await open(x);
  await again.write(DRAFT);
  await again.state("advice");
  await again.page.close();
});

test("a field is closed again with one click, and its lines go", async () => {
  const desk = await here.lab("contenteditable");
  await desk.write(DRAFT);
  await desk.state("advice");
  await desk.press(".mark");
  await desk.press(".panel .foot .link");
  await desk.state("off");
  assert.deepEqual(await desk.underlined(), []);
  await desk.page.close();
});

test("what was sent can be looked at, and holds no more than the field, its facts and the message answered", async () => {
  const desk = await here.lab("contenteditable");
  await desk.write(DRAFT);
  await desk.state("advice");
  const last = await sent(desk);
  assert.equal(last?.to, here.server.url);
  assert.deepEqual(Object.keys(last?.request ?? {}).sort(), ["checks", "context", "text"]);
  assert.equal(last?.request.text, DRAFT);
  await desk.page.close();
});

test("what the page's own script sees of Kalm is one element; the token is nowhere in the page", async () => {
  const desk = await here.lab("contenteditable");
  await desk.write(DRAFT);
  await desk.state("advice");
  const added = await desk.page.evaluate(() => [...document.querySelectorAll("kalm-layer")].map((node) => node.attributes.length > 0));
  assert.equal(added.length, 1);
  assert.equal(await desk.page.evaluate(() => (window as unknown as { lab: { element: Element } }).lab.element.innerHTML), DRAFT);
  await desk.page.close();
});

test("when the page goes over to private messages the field is closed", async () => {
  const desk = await open(x);
  await desk.page.waitForFunction(() => document.querySelector("kalm-layer")?.shadowRoot?.querySelector<HTMLElement>(".mark")?.dataset.state === "empty");
  await desk.write(DRAFT);
  await desk.state("advice");
  await desk.page.evaluate(() => history.pushState(null, "", "/messages/1"));
  await desk.type("!");
  await desk.state("off");
  assert.deepEqual(await desk.underlined(), []);
  assert.equal((await sent(desk))?.request.text, DRAFT);
  await desk.page.close();
});
