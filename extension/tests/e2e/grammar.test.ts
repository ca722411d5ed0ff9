// Grammar and spelling from a real LanguageTool: they come after the rest, and hold nothing up.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { page as pageOf } from "../pages/bundle";
import { ADDED } from "../pages/sites";
import { type Kalm, askBackground, startBrowser } from "./browser";
import { Desk, FIRST } from "./desk";
import { faulty } from "./fault-server";
import { warm } from "./server";

const TYPO = "berricht";
const TEXT = `${FIRST} duurt het zes weken. U had ons ${TYPO} al.`;
/** A server that asks LanguageTool; test.mjs starts it where there is one. */
const URL = process.env.KALM_GRAMMAR_URL;
let kalm: Kalm;

before(async () => {
  if (URL) await warm(URL);
  kalm = await startBrowser({ language: "nl", sites: ADDED });
});
after(() => kalm?.close());

async function open(url: string): Promise<Desk> {
  await kalm.settings({ server: url });
  const desk = new Desk(await kalm.open("https://lab.kalm.example/grammar", await pageOf("contenteditable")));
  await desk.enter();
  // When each look was painted first, and when the last key came.
  await desk.page.evaluate(() => {
    const at = ((window as unknown as { at: Record<string, number> }).at = {});
    window.addEventListener("input", () => Object.assign(at, { key: performance.now() }), true);
    const look = () => {
      for (const name of ["warning", "suggestion"])
        if (!(name in at) && CSS.highlights.get(`kalm-${name}`)) Object.assign(at, { [name]: performance.now() });
      requestAnimationFrame(look);
    };
    look();
  });
  await desk.write(TEXT);
  return desk;
}

/** A machine without LanguageTool says so instead. */
function withGrammar(name: string, body: (url: string) => Promise<void>): void {
  test(name, async (context) => (URL ? body(URL) : context.skip("no LanguageTool on this machine")));
}

withGrammar("a slip of the pen is dotted after the rest, explained, and put right; what was found before stays", async (url) => {
  const desk = await open(url);
  await desk.underlines(TYPO, "suggestion");
  await desk.until("a frame has passed", () => "suggestion" in (window as unknown as { at: object }).at);
  const at = await desk.page.evaluate(() => (window as unknown as { at: Record<"key" | "warning" | "suggestion", number> }).at);
  assert.ok(at.warning < at.suggestion && at.suggestion - at.key >= 1200, JSON.stringify(at));
  assert.ok((await desk.underlined()).includes(FIRST));
  const { sent } = await askBackground(desk.page, { kind: "status", tab: 0 });
  assert.deepEqual(sent?.request.checks, ["grammar"]);
  const { x, y } = await desk.point(TYPO);
  await desk.page.mouse.move(x, y);
  await desk.page.mouse.move(x + 1, y);
  await desk.ui(".card.suggestion[data-rule^='lt.']");
  await desk.press(".card .fix");
  await desk.holds(TEXT.replace(TYPO, "bericht"));
  await desk.until("its dots are gone", () => !CSS.highlights.get("kalm-suggestion")?.size);
  await desk.page.close();
});

withGrammar("dots follow what is typed before them and go with their words", async (url) => {
  const desk = await open(url);
  await desk.underlines(TYPO, "suggestion");
  await desk.page.keyboard.down("Control");
  await desk.page.keyboard.press("Home");
  await desk.page.keyboard.up("Control");
  await desk.page.keyboard.type("Dag. ");
  assert.deepEqual(await desk.underlined("suggestion"), [TYPO], "at once, without a new answer");
  await desk.page.keyboard.down("Control");
  await desk.page.keyboard.press("End");
  await desk.page.keyboard.up("Control");
  for (let i = 0; i < " al.".length + 2; i++) await desk.page.keyboard.press("Backspace");
  assert.deepEqual(await desk.underlined("suggestion"), []);
  await desk.page.close();
});

withGrammar("where grammar is away or late nothing is said and the rest goes on", async (url) => {
  for (const grammar of ["unavailable", "timeout"] as const) {
    const front = await faulty(url, { grammar });
    const desk = await open(front.url);
    await desk.underlines(FIRST);
    for (let i = 0; i < 200 && !front.received.length; i++) await sleep(50);
    assert.equal(front.received.length, 1, `grammar was asked for (${grammar})`);
    await desk.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await desk.state("advice");
    assert.equal(await desk.text(".toast"), "");
    assert.ok((await desk.underlined()).includes(FIRST));
    await desk.page.close();
    await front.stop();
  }
});
