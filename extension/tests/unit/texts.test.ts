import assert from "node:assert/strict";
import { test } from "node:test";
import { Texts } from "../../src/shared/texts";
import { words } from "../../src/shared/words";

test("one suggestion and one field are said in the singular, in both languages", () => {
  const said = (["nl", "en"] as const).flatMap((language) => {
    const texts = new Texts(words(language));
    return [1, 2].map((n) => `${texts.say("mark_hint", { n })} · ${texts.say("unrecognised", { n, name: "X" })}`);
  });
  assert.deepEqual(said, [
    "Kalm: 1 suggestie · 1 veld op X herkende Kalm niet.",
    "Kalm: 2 suggesties · 2 velden op X herkende Kalm niet.",
    "Kalm: 1 suggestion · Kalm did not recognise 1 field on X.",
    "Kalm: 2 suggestions · Kalm did not recognise 2 fields on X.",
  ]);
});

test("every text is there in both languages", () => assert.deepEqual(Object.keys(words("nl")), Object.keys(words("en"))));
