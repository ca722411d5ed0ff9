// When something fails, and on pages that make it hard: the post always goes, and the page stays as it was.
import assert from "node:assert/strict";
import { test } from "node:test";
import { editorScript, page as pageOf } from "../pages/bundle";
import { WHICH } from "./browser";
import { DRAFT, Desk, FIRST, FIRST_FIXED } from "./desk";
import { faulty } from "./fault-server";
import { rig } from "./rig";
import { freePort } from "./server";

const here = rig();
const BODY = `<article>Al acht weken wachten op mijn paspoort en niemand belt terug!</article><form><div id="composer"></div><button type="submit">Plaatsen</button></form>`;
const POSTS = `document.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); post(); });`;
const post = (desk: Desk) => desk.page.click("form button");
const posted = (desk: Desk, n = 1) => desk.until(`${n} posted`, (wanted) => (window as unknown as { posted: string[] }).posted.length === wanted, n);

test("with no server there the post goes at once and one line says so", async () => {
  await here.kalm.settings({ server: `http://127.0.0.1:${await freePort()}` });
  const desk = await here.lab("contenteditable", BODY, POSTS);
  await desk.write(DRAFT);
  await desk.state("away");
  assert.match(await desk.text(".toast"), /niet bereikbaar/);
  await post(desk);
  await posted(desk);
  await desk.page.close();
  await here.kalm.settings({ server: here.server.url });
});

for (const [what, fault] of [
  ["answers with an error", { status: 500 }],
  ["takes four seconds", { delay: 4000 }],
] as const)
  test(`with a server that ${what} the post goes`, async () => {
    const server = await faulty(here.server.url, fault);
    await here.kalm.settings({ server: server.url });
    const desk = await here.lab("contenteditable", BODY, POSTS);
    await desk.write(DRAFT);
    await desk.state("away");
    await post(desk);
    await posted(desk);
    await desk.page.close();
    await server.stop();
    await here.kalm.settings({ server: here.server.url });
  });

test("a press while a slow answer is under way waits for a moment only, and goes before the answer is given up", async () => {
  const server = await faulty(here.server.url, { delay: 60_000 });
  await here.kalm.settings({ server: server.url });
  const seen = `document.querySelector("form").addEventListener("submit", () => (window.seen = document.querySelector("kalm-layer").shadowRoot.querySelector(".mark").dataset.state));`;
  const desk = await here.lab("contenteditable", BODY, POSTS + seen);
  await desk.write(DRAFT);
  await post(desk);
  await posted(desk);
  assert.equal(await desk.page.evaluate(() => (window as unknown as { seen: string }).seen), "checking");
  await desk.page.close();
  await server.stop();
  await here.kalm.settings({ server: here.server.url });
});

test("when the server comes back the advice does too", async () => {
  await here.kalm.settings({ server: `http://127.0.0.1:${await freePort()}` });
  const desk = await here.lab("contenteditable", BODY, POSTS);
  await desk.write(DRAFT);
  await desk.state("away");
  await here.kalm.settings({ server: here.server.url });
  await desk.page.bringToFront();
  await desk.state("advice");
  await desk.page.close();
});

if (WHICH === "chromium")
  test("a background worker that was stopped starts again by itself", async () => {
    const desk = await here.lab("contenteditable");
    await desk.write(DRAFT);
    await desk.state("advice");
    const target = await here.kalm.browser.waitForTarget((one) => one.type() === "service_worker");
    await (await target.worker())?.close();
    await desk.write(" Stuur uw BSN.");
    await desk.until("a new answer", () => document.querySelector("kalm-layer")?.shadowRoot?.querySelector<HTMLElement>(".mark")?.dataset.state !== "checking");
    await desk.underlines(FIRST);
    await desk.page.close();
  });

test("in a native modal dialog the layer stands inside it and its card works", async () => {
  const desk = await here.lab(
    "contenteditable",
    `<article>Al acht weken wachten op mijn paspoort en niemand belt terug!</article><dialog><article>Al acht weken wachten op mijn paspoort en niemand belt terug!</article><div id="composer"></div></dialog>`,
    `document.querySelector("dialog").showModal();`,
  );
  await desk.write(DRAFT);
  await desk.underlines(FIRST);
  assert.equal(await desk.page.evaluate(() => document.querySelector("kalm-layer")?.parentElement?.tagName), "DIALOG");
  const { x, y } = await desk.point(FIRST);
  await desk.page.mouse.move(x, y);
  await desk.page.mouse.move(x + 1, y);
  await desk.press(".card .fix");
  await desk.holds(FIRST_FIXED);
  await desk.page.close();
});

test("a page with a focus trap and outside clicks notices nothing, and the keyboard works in the card", async () => {
  const trap = `window.troubles = [];
    const box = document.querySelector("#modal");
    document.addEventListener("focusin", (event) => { if (!box.contains(event.target)) { troubles.push("focus left"); lab.element.focus(); } }, true);
    document.addEventListener("focusout", (event) => { if (event.relatedTarget && !box.contains(event.relatedTarget)) troubles.push("focus leaves"); }, true);
    document.addEventListener("mousedown", (event) => { if (!box.contains(event.target)) troubles.push("outside click"); }, true);
    document.addEventListener("keydown", (event) => { if (!event.composedPath().includes(lab.element)) troubles.push("key " + event.key); }, true);`;
  const desk = await here.lab("contenteditable", `<div id="modal" role="dialog"><article>Al acht weken wachten op mijn paspoort en niemand belt terug!</article><div id="composer"></div></div>`, trap);
  await desk.write(DRAFT);
  await desk.underlines(FIRST);
  await desk.page.keyboard.down("Control");
  await desk.page.keyboard.press("Home");
  await desk.page.keyboard.press(".");
  await desk.page.keyboard.up("Control");
  await desk.ui(".card");
  await desk.page.keyboard.press("Tab");
  await desk.page.keyboard.press("ArrowUp");
  await desk.page.keyboard.press("Enter");
  await desk.holds(FIRST_FIXED);
  await desk.press(".mark");
  await desk.ui(".panel");
  await desk.page.keyboard.press("Escape");
  await desk.gone(".panel");
  assert.deepEqual(await desk.page.evaluate(() => (window as unknown as { troubles: string[] }).troubles), []);
  await desk.page.close();
});

test("in a shadow root words are underlined and fixed", async () => {
  const body = `<article>Al acht weken wachten op mijn paspoort en niemand belt terug!</article><div id="host"></div><div id="composer"></div>`;
  const desk = new Desk(
    await here.kalm.open(
      "https://lab.kalm.example/shadow",
      `<!doctype html><body>${body}<script>${await editorScript("tiptap")}</script><script>
        window.posted = [];
        const root = document.querySelector("#host").attachShadow({ mode: "open" });
        const inner = root.appendChild(document.createElement("div"));
        Promise.resolve(mountEditor(inner)).then((lab) => { window.lab = lab; document.documentElement.dataset.lab = "ready"; });
      </script></body>`,
    ),
  );
  await desk.enter();
  await desk.write(DRAFT);
  await desk.underlines(FIRST);
  const { x, y } = await desk.point(FIRST);
  await desk.page.mouse.move(x, y);
  await desk.page.mouse.move(x + 1, y);
  await desk.press(".card .fix");
  await desk.holds(FIRST_FIXED);
  await desk.page.close();
});

test("in a frame of the same site the composer is found", async () => {
  const inner = await pageOf("contenteditable");
  const page = await here.kalm.open("https://lab.kalm.example/outer", `<!doctype html><iframe src="/inner" width="800" height="500"></iframe>`, { "https://lab.kalm.example/inner": inner });
  const frame = await page.waitForFrame((one) => one.url().endsWith("/inner"));
  await frame.waitForSelector("[data-lab='ready']");
  await frame.click("[contenteditable]");
  await page.keyboard.type(DRAFT);
  await frame.waitForFunction(() => document.querySelector("kalm-layer")?.shadowRoot?.querySelector<HTMLElement>(".mark")?.dataset.state === "advice", { polling: 50 });
  await page.close();
});

test("under a strict content security policy everything is styled and painted", async () => {
  const html = (await pageOf("contenteditable")).replace(/<style>.*?<\/style>/s, "").replaceAll("<script>", "<script nonce='n'>");
  const headers = { "Content-Security-Policy": "default-src 'none'; script-src 'nonce-n'; require-trusted-types-for 'script'" };
  const url = "https://lab.kalm.example/strict";
  const desk = new Desk(await here.kalm.open(url, "", { [url]: { body: html, headers } }));
  await desk.enter();
  await desk.write(DRAFT);
  await desk.underlines(FIRST);
  const style = await desk.page.evaluate(() => getComputedStyle(document.querySelector("kalm-layer")?.shadowRoot?.querySelector(".mark") as Element).position);
  assert.equal(style, "fixed");
  await desk.page.close();
});

test("a composer that the page makes anew keeps its lines and its memory", async () => {
  const desk = await here.lab("contenteditable", BODY, POSTS);
  await desk.write(DRAFT);
  await desk.state("advice");
  await post(desk);
  await desk.ui("[data-act='post']");
  await desk.page.keyboard.press("Escape");
  await desk.page.evaluate(() => {
    const { lab } = window as unknown as { lab: { element: HTMLElement; model(): string } };
    const fresh = lab.element.cloneNode(true) as HTMLElement;
    lab.element.replaceWith(fresh);
    lab.element = fresh;
    lab.model = () => fresh.innerText;
    fresh.focus();
  });
  await desk.underlines(FIRST);
  await post(desk);
  await posted(desk);
  await desk.page.close();
});

test("a page that throws its style sheets away gets the looks back", async () => {
  const desk = await here.lab("contenteditable");
  await desk.write(DRAFT);
  await desk.underlines(FIRST);
  await desk.page.evaluate(() => (document.adoptedStyleSheets = []));
  await desk.write(" Dag");
  await desk.until("the sheet is back", () => document.adoptedStyleSheets.length === 1 || Boolean(document.querySelector("html > style")));
  await desk.page.close();
});

// The last one here, for it takes the extension away: a reload, an update or a removal leaves old scripts in open pages.
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
