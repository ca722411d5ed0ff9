// A better wording put into a rich field, by the ways that a browser has for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contenteditable } from "../../src/content/editors/contenteditable";
import { RichSurface } from "../../src/content/surface/rich";
import { page } from "./page";

const TEXT = "U had de brief beter moeten lezen.";

/** A rich field, and what was written into it. */
function rich() {
  const document = page("https://lab.kalm.example/", `<div contenteditable="true">${TEXT}</div>`);
  const holder = globalThis as Record<string, unknown>;
  holder.InputEvent = (document.defaultView as unknown as Record<string, unknown>).InputEvent;
  holder.StaticRange = class {};
  holder.CSS = { highlights: new Map() };
  const field = document.querySelector("div") as HTMLElement;
  const written: string[] = [];
  document.execCommand = (command, _shown, text) => {
    written.push(`${command} ${text}`);
    field.textContent = field.textContent!.replace("U had", text!);
    return true;
  };
  return { field, written, surface: new RichSurface(field, contenteditable) };
}

test("words are replaced where they stand", async () => {
  const { field, written, surface } = rich();
  assert.equal(await surface.replace({ start: 0, end: 5 }, "Had u"), "applied");
  assert.deepEqual(written, ["insertText Had u"]);
  assert.equal(field.textContent, "Had u de brief beter moeten lezen.");
});

test("who types before the words are replaced loses nothing: nothing is written", async () => {
  const { field, written, surface } = rich();
  const replaced = surface.replace({ start: 0, end: 5 }, "Had u");
  field.textContent = `Dag! ${TEXT}`;
  assert.equal(await replaced, "moved");
  assert.deepEqual(written, []);
  assert.equal(field.textContent, `Dag! ${TEXT}`);
});
