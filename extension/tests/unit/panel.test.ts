// What the list of a closed field offers.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Session } from "../../src/content/session";
import { actionOf } from "../../src/content/ui/dom";
import { type PanelActions, panel } from "../../src/content/ui/panel";
import { Texts } from "../../src/shared/texts";
import { words } from "../../src/shared/words";
import { page } from "./page";

interface Field {
  why: string;
  account?: string | null;
  place?: string | null;
  nature?: string;
  known?: boolean;
}

/** The list of a field that is not read: what it says, and what can be pressed. */
function list({ why, account = null, place = null, nature, known = true }: Field) {
  page("https://x.com/", "");
  let read: string | undefined;
  const standing = { consent: { reads: false, why }, account, place };
  const session = { reads: false, known, site: { platform: { nature } }, standing } as unknown as Session;
  const actions = { readHere: (as?: string) => (read = as) } as unknown as PanelActions;
  const box = panel(session, "look", new Texts(words("nl")), null, actions);
  const press = (act: string) => (actionOf(box.querySelector(`[data-act='${act}']`))?.(), read);
  return { acts: [...box.querySelectorAll<HTMLElement>("[data-act]")].map((one) => one.dataset.act), says: box.textContent ?? "", press };
}

const ALWAYS = ["as-brand", "as-personal", "as-ambassador"];
const HERE = ["here-brand", "here-personal", "here-ambassador"];

test("an account can be opened for good, its private messages by a name that says so", () => {
  const open = list({ why: "personal", account: "sanne" });
  assert.deepEqual(open.acts, ["read-here", ...ALWAYS]);
  assert.match(open.says, /Altijd meelezen voor @sanne,/);
  const dm = list({ why: "dm", account: "sanne", place: "dm" });
  assert.deepEqual(dm.acts, ["read-here", ...ALWAYS]);
  assert.match(dm.says, /alle privégesprekken van @sanne,/);
});

test("where the account cannot be told only this field is opened, and the person says as whom", () => {
  for (const place of [null, "dm"]) {
    const { acts, press } = list({ why: place ?? "account", place });
    assert.deepEqual(acts, HERE);
    assert.equal(press("here-brand"), "brand");
  }
});

test("a field that no adapter knows, or one of a tool for work, is opened by itself", () => {
  assert.deepEqual(list({ why: "unknown", account: "sanne", known: false }).acts, ["read-here"]);
  assert.deepEqual(list({ why: "closed", nature: "work" }).acts, ["read-here"]);
});

test("a closed field and a paused tab say what they are; what is paused cannot be opened from here", () => {
  assert.match(list({ why: "closed", account: "sanne" }).says, /dichtgezet/);
  const paused = list({ why: "paused", account: "sanne" });
  assert.match(paused.says, /gepauzeerd/);
  assert.deepEqual(paused.acts, []);
});
