// What the layer costs: main thread per key press, and from the pause to the painted line. `node test.mjs tools measure`
import type { Page } from "puppeteer-core";
import { type EditorName, page as pageOf } from "../pages/bundle";
import { ADDED } from "../pages/sites";
import { WHICH, startBrowser } from "../e2e/browser";
import { DRAFT, Desk } from "../e2e/desk";
import { startServer } from "../e2e/server";

const KEYS = 60;
const ROUNDS = 10;
const FILLER = "De balie is open van negen tot vijf en u kunt daar zonder afspraak terecht met uw vraag. ";

const at = (sorted: number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

async function perKey(page: Page, desk: Desk): Promise<number[]> {
  const costs: number[] = [];
  for (let i = 0; i < KEYS; i++) {
    await page.evaluate(() => performance.clearMeasures());
    await desk.type(i % 6 ? "a" : " ");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    costs.push(await page.evaluate(() => performance.getEntriesByName("kalm-key").reduce((sum, one) => sum + one.duration, 0)));
  }
  return costs.sort((a, b) => a - b);
}

const server = await startServer();
const kalm = await startBrowser({ server: server.url, language: "nl", sites: ADDED });
try {
  for (const editor of ["contenteditable", "textarea"] as EditorName[])
    for (const length of [280, 2000, 10_000]) {
      const desk = new Desk(await kalm.open(`https://lab.kalm.example/${editor}`, await pageOf(editor)));
      await desk.enter();
      const text = (DRAFT + " " + FILLER.repeat(Math.ceil(length / FILLER.length))).slice(0, length);
      await desk.page.keyboard.sendCharacter(text);
      await desk.state("advice");
      const costs = await perKey(desk.page, desk);
      console.log(`${WHICH} ${editor} ${length} characters: p50 ${at(costs, 0.5).toFixed(2)} ms, p95 ${at(costs, 0.95).toFixed(2)} ms`);
      await desk.page.close();
    }
  const waits: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const desk = new Desk(await kalm.open("https://lab.kalm.example/wait", await pageOf("contenteditable")));
    await desk.enter();
    await desk.page.evaluate(() => {
      const holder = window as unknown as { lastKey: number; painted: number };
      window.addEventListener("input", () => (holder.lastKey = performance.now()), true);
      const look = () => {
        if (CSS.highlights.get("kalm-warning")) holder.painted = performance.now();
        else requestAnimationFrame(look);
      };
      look();
    });
    await desk.page.keyboard.sendCharacter(DRAFT);
    await desk.until("painted", () => (window as unknown as { painted?: number }).painted !== undefined);
    waits.push(await desk.page.evaluate(() => { const { painted, lastKey } = window as unknown as { lastKey: number; painted: number }; return painted - lastKey; }));
    await desk.page.close();
  }
  waits.sort((a, b) => a - b);
  console.log(`${WHICH} from the last key to the painted line, the pause of 350 ms in it: best ${waits[0]?.toFixed(0)} ms, p50 ${at(waits, 0.5).toFixed(0)} ms`);
} finally {
  await kalm.close();
  await server.stop();
}
