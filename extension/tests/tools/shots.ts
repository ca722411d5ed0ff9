// Pictures of the in-page layer and of the extension's pages for the documentation. `node test.mjs tools shots`
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "puppeteer-core";
import { type EditorName, page as pageOf } from "../pages/bundle";
import { ADDED } from "../pages/sites";
import { startBrowser } from "../e2e/browser";
import { Desk } from "../e2e/desk";
import { startServer } from "../e2e/server";

const FOLDER = process.env.KALM_SHOTS ?? join(dirname(fileURLToPath(import.meta.url)), "../../../docs/images");
const PARENT = "Al de derde keer dat mijn container niet geleegd is. Ik heb het twee keer gemeld en niemand doet iets.";
const REPLY = "Zoals wij u eerder al uitlegden, komt de wagen alleen als de bak op tijd buiten staat. Stuur ons uw adres en geboortedatum, dan zoeken we het uit.";
const ENGLISH = "As we already explained, the truck only comes if the bin is out on time. Send us your address and date of birth and we will look into it.";
const ENGLISH_PARENT = "This is the third time my bin was not emptied. I reported it twice and nobody does anything.";

const STYLE = `<style>
  body { margin: 0; max-width: none; font: 15px/1.5 "Liberation Sans", sans-serif; background: #f0f2f5; }
  .frame { max-width: 560px; margin: 28px auto; padding: 18px; background: #fff; border-radius: 10px; border: 1px solid #dde; }
  article { padding: 10px 14px; margin-bottom: 14px; background: #f0f2f5; border-radius: 12px; }
  #composer > * { width: 100%; box-sizing: border-box; min-height: 96px; padding: 10px 12px; border: 1px solid #bbc; border-radius: 8px; font: inherit; outline: 0; }
  .frame button { display: block; margin: 12px 0 0 auto; padding: 7px 18px; border: 0; border-radius: 18px; background: #2d6cdf; color: #fff; font: inherit; }
  dialog { border: 0; border-radius: 12px; padding: 18px; width: 520px; } dialog::backdrop { background: #0007; }
  .dark { background: #18191a; color: #e4e6eb; } .dark .frame { background: #242526; border-color: #3a3b3c; } .dark article { background: #3a3b3c; }
</style>`;
const frame = (parent: string) => `${STYLE}<div class="frame"><article>${parent}</article><div id="composer"></div><button>Plaatsen</button></div>`;

const server = await startServer();
const kalm = await startBrowser({ server: server.url, language: "nl", sites: ADDED });

async function open(editor: EditorName, body: string, text: string, after = ""): Promise<Desk> {
  const desk = new Desk(await kalm.open("https://lab.kalm.example/shot", await pageOf(editor, body, after)));
  await desk.page.setViewport({ width: 640, height: 620 });
  await desk.enter();
  await desk.write(text);
  await desk.state("advice");
  return desk;
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.querySelector("kalm-layer")?.shadowRoot?.querySelector(".card, .panel")?.getAnimations().forEach((one) => one.finish()));
  await new Promise((done) => setTimeout(done, 250));
  await page.screenshot({ path: join(FOLDER, `extension-${name}.webp`) as `${string}.webp`, type: "webp", quality: 85 });
  await page.close();
}

async function card(desk: Desk): Promise<void> {
  await desk.page.keyboard.down("Control");
  await desk.page.keyboard.press("Home");
  await desk.page.keyboard.press(".");
  await desk.page.keyboard.up("Control");
  await desk.ui(".card");
}

try {
  const light = await open("contenteditable", frame(PARENT), REPLY);
  await card(light);
  await shoot(light.page, "card");

  const panel = await open("contenteditable", frame(PARENT), REPLY);
  await panel.press(".mark");
  await panel.ui(".panel");
  await shoot(panel.page, "panel");

  const dark = await open("contenteditable", frame(PARENT), REPLY, "document.body.className = 'dark';");
  await card(dark);
  await shoot(dark.page, "dark");

  const field = await open("textarea", frame(PARENT), REPLY);
  await card(field);
  await shoot(field.page, "textarea");

  const modal = await open("tiptap", `${STYLE}<dialog><article>${PARENT}</article><div id="composer"></div></dialog>`, REPLY, "document.querySelector('dialog').showModal();");
  await card(modal);
  await shoot(modal.page, "modal");

  const gate = await open("contenteditable", frame(PARENT).replace("<div id=\"composer\"></div><button>", "<form><div id=\"composer\"></div><button type=\"submit\">").replace("</button></div>", "</button></form></div>"), REPLY);
  await gate.page.click("form button");
  await gate.ui("[data-act='post']");
  await shoot(gate.page, "gate");

  await kalm.settings({ language: "en" });
  const english = await open("contenteditable", frame(ENGLISH_PARENT), ENGLISH);
  await card(english);
  await shoot(english.page, "english");
  await kalm.settings({ language: "nl" });

  const options = await kalm.browser.newPage();
  await options.goto(`chrome-extension://${kalm.id}/options.html`);
  await options.setViewport({ width: 720, height: 900 });
  await options.waitForSelector("main section");
  await options.screenshot({ path: join(FOLDER, "extension-options.webp") as `${string}.webp`, type: "webp", quality: 85 });
} finally {
  await kalm.close();
  await server.stop();
}
