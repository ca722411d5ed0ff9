// The same behaviour in every kind of editor: asserted on the editor's model, the screen and the highlights.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { EditorName } from "../pages/bundle";
import { DRAFT, type Desk, FIRST, FIRST_FIXED, SECOND } from "./desk";
import { type Rig, rig } from "./rig";

/** Editors by the file that tests them, so that files take about as long as each other. */
export const GROUPS = {
  fields: ["textarea", "react", "contenteditable", "codemirror"],
  models: ["draft", "lexical", "slate", "ckeditor"],
  prose: ["prosemirror", "tiptap", "quill", "quill13"],
} as const satisfies Record<string, readonly EditorName[]>;

/** Milliseconds within which an editor joins what happens into one step of undo; for Quill it is a second. */
const joins = (editor: EditorName) => (editor.startsWith("quill") ? 1000 : 500);
/** Slate hears of a new selection at most every 100 ms; keys that come sooner go to the old one. */
const hears = (editor: EditorName) => (editor === "slate" ? 150 : 0);

const isField = (editor: EditorName) => editor === "textarea" || editor === "react";

async function open(here: Rig, editor: EditorName, write: "type" | "write" = "write"): Promise<Desk> {
  const desk = await here.lab(editor);
  await desk[write](DRAFT);
  if (isField(editor)) await desk.lines(2);
  else {
    await desk.underlines(FIRST);
    await desk.underlines(SECOND);
  }
  return desk;
}

/** Open the card of the words at the caret by keyboard and take the first fix. */
async function takeFix(desk: Desk, rule: string): Promise<void> {
  await desk.page.keyboard.down("Control");
  await desk.page.keyboard.press(".");
  await desk.page.keyboard.up("Control");
  await desk.ui(`.card[data-rule="${rule}"]`);
  await desk.until("the fix has the focus", () => Boolean(document.querySelector("kalm-layer")?.shadowRoot?.activeElement?.matches(".fix")));
  await desk.page.keyboard.press("Enter");
  await desk.until("it is said", () => /Aangepast/.test(document.querySelector("kalm-layer")?.shadowRoot?.querySelector("[role='status']")?.textContent ?? ""));
}

async function chord(desk: Desk, key: "z" | "Home" | "End"): Promise<void> {
  await desk.page.keyboard.down("Control");
  await desk.page.keyboard.press(key);
  await desk.page.keyboard.up("Control");
}

/** Put the caret at an end of the text, and let the editor hear of it. */
async function caret(desk: Desk, editor: EditorName, key: "Home" | "End"): Promise<void> {
  await chord(desk, key);
  await desk.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await sleep(hears(editor));
}

const chosen = process.env.KALM_EDITORS?.split(",");

/** The tests of these editors. */
export function testEditors(editors: readonly EditorName[]): void {
  const here = rig();
  for (const editor of editors) if (chosen?.includes(editor) ?? true) testEditor(here, editor);
}

function testEditor(here: Rig, editor: EditorName): void {
  test(`${editor}: words are underlined on the screen`, async () => {
    const desk = await open(here, editor, "type");
    const element = await desk.field();
    await desk.page.evaluate(() => (document.activeElement as HTMLElement).blur());
    const withLines = Buffer.from(await element.screenshot()).toString("base64");
    await desk.page.evaluate(() => {
      CSS.highlights.clear();
      document.querySelector("kalm-layer")?.shadowRoot?.querySelector(".lines")?.remove();
    });
    const without = Buffer.from(await element.screenshot()).toString("base64");
    assert.notEqual(withLines, without);
    await desk.page.close();
  });

  test(`${editor}: a fix reaches model and screen, one undo takes it back, and typing goes on`, async () => {
    const desk = await open(here, editor);
    await caret(desk, editor, "Home");
    await sleep(Math.max(0, joins(editor) - (performance.now() - desk.wrote)));
    await takeFix(desk, "nl.condescension.already-explained");
    await desk.holds(FIRST_FIXED);
    await chord(desk, "z");
    await desk.holds(DRAFT);
    if (isField(editor)) await desk.lines(2);
    else await desk.underlines(FIRST);
    await caret(desk, editor, "End");
    await desk.type(" Dag!");
    await desk.holds(`${DRAFT} Dag!`);
    await desk.page.close();
  });

  test(`${editor}: a second fix follows the first`, async () => {
    const desk = await open(here, editor);
    await caret(desk, editor, "Home");
    await takeFix(desk, "nl.condescension.already-explained");
    await desk.holds(FIRST_FIXED);
    if (isField(editor)) await desk.lines(1);
    else await desk.underlines(SECOND);
    await caret(desk, editor, "Home");
    await takeFix(desk, "nl.condescension.should-have");
    await desk.holds("Het duurt zes weken. Ik kijk wat er nu nog mogelijk is.");
    await caret(desk, editor, "End");
    await desk.type(" Groet");
    await desk.holds("Het duurt zes weken. Ik kijk wat er nu nog mogelijk is. Groet");
    await desk.page.close();
  });

  if (!isField(editor))
    test(`${editor}: a span follows what is typed before it, and goes when its words change`, async () => {
      const desk = await open(here, editor);
      await caret(desk, editor, "Home");
      await desk.type(" ");
      await desk.page.keyboard.press("ArrowLeft");
      await desk.type("Dag.");
      assert.ok((await desk.underlined()).includes(FIRST), "follows at once, without a new answer");
      await desk.holds(`Dag. ${DRAFT}`);
      await caret(desk, editor, "End");
      for (let i = 0; i < 3; i++) await desk.page.keyboard.press("ArrowLeft");
      await desk.type("x");
      await desk.until("the changed words lost their line", (words) => ![...(CSS.highlights.get("kalm-warning") ?? [])].some((range) => String(range).includes(words)), SECOND);
      await desk.page.close();
    });
}
