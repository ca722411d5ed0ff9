import assert from "node:assert/strict";
import { test } from "node:test";
import { slate } from "../../src/content/editors/slate";
import { ckeditor } from "../../src/content/editors/ckeditor";
import { locate, offsetOf, read } from "../../src/content/surface/walk";
import { page } from "./page";

function reading(html: string, foreign = {}) {
  const document = page("https://lab.example/", `<div id="root">${html}</div>`);
  return read(document.querySelector("#root") as HTMLElement, foreign);
}

const TEXTS: [html: string, text: string, what: string][] = [
  ["Dag", "Dag", "text as it is"],
  ["<p>Dag</p><p>allemaal</p>", "Dag\nallemaal", "blocks are lines"],
  ["<p>Dag<br>allemaal</p>", "Dag\nallemaal", "a break is a line break"],
  ["<p>Dag</p><p><br></p><p>allemaal</p>", "Dag\n\nallemaal", "an empty paragraph is an empty line"],
  ["Dag<div>allemaal</div>", "Dag\nallemaal", "a block after text starts a line"],
  ["<div><span>Da</span><b>g</b></div>", "Dag", "inline elements do not part words"],
  ["<p>👍🏽 top</p>", "👍🏽 top", "an emoji is counted in UTF-16 units"],
];
for (const [html, text, what] of TEXTS) test(`reading: ${what}`, () => assert.equal(reading(html).text, text));

test("an editor's own characters and placeholders are no text", () => {
  assert.equal(reading("<p><span data-slate-placeholder='true'>Schrijf hier</span>\uFEFF</p>", slate.foreign).text, "");
  assert.equal(reading("<p>Dag \u2060\u2060\u2060\u2060\u2060\u2060\u2060Sanne</p>", ckeditor.foreign).text, "Dag Sanne");
});

test("every offset finds its place and comes back from it", () => {
  const whole = reading("<p>Da<b>g </b>👍🏽</p><p>Sanne\uFEFF!</p>", { filler: /\uFEFF/g });
  assert.equal(whole.text, "Dag 👍🏽\nSanne!");
  for (let offset = 0; offset <= whole.text.length; offset++)
    for (const after of [true, false]) assert.equal(offsetOf(whole, ...locate(whole, offset, after)), offset);
});

test("at a seam a span starts in the later node and ends in the earlier", () => {
  const whole = reading("<b>Dag</b><i>Sanne</i>");
  assert.equal(locate(whole, 3, true)[0].nodeValue, "Sanne");
  assert.equal(locate(whole, 3, false)[0].nodeValue, "Dag");
});

test("an empty field has a place too", () => {
  const whole = reading("");
  assert.deepEqual(locate(whole, 0, true), [whole.root, 0]);
});
