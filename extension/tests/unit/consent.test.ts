import assert from "node:assert/strict";
import { test } from "node:test";
import { type Asked, consent, consentKey } from "../../src/content/consent";
import { DEFAULTS, fromPolicy } from "../../src/shared/settings";

const BRAND: Asked = {
  platform: "x", nature: undefined, place: null, account: "gemeentedam", known: true, consents: {}, here: null, paused: false,
  accounts: [{ handle: "@GemeenteDam", platform: "x", account: "brand" }, { handle: "@Wethouder", platform: "x", account: "ambassador" }],
}; // prettier-ignore
const closed = (why: string) => ({ reads: false, why });

test("the organisation's own account is read", () => assert.deepEqual(consent(BRAND), { reads: true, account: "brand" }));
test("another account is personal and not read", () => assert.deepEqual(consent({ ...BRAND, account: "sanne" }), closed("personal")));
test("an account that the organisation lists as somebody's own is asked about", () =>
  assert.deepEqual(consent({ ...BRAND, account: "wethouder" }), closed("personal")));
test("a namesake on another platform is not the organisation's", () =>
  assert.deepEqual(consent({ ...BRAND, platform: "instagram" }), closed("personal")));
test("an account that cannot be told is not read", () => {
  assert.deepEqual(consent({ ...BRAND, account: null }), closed("account"));
  assert.deepEqual(consent({ ...BRAND, accounts: [] }), closed("account"));
});
test("private messages are not read, of the organisation's account neither", () =>
  assert.deepEqual(consent({ ...BRAND, place: "dm" }), closed("dm")));
test("a messenger is private wherever one writes", () => assert.deepEqual(consent({ ...BRAND, nature: "messenger" }), closed("dm")));
test("a tool for work is read once its site is switched on", () =>
  assert.deepEqual(consent({ ...BRAND, nature: "work", account: null }), { reads: true, account: null }));
test("a field that no adapter knows is not read, by no consent for the account", () => {
  const asked = { ...BRAND, known: false };
  assert.deepEqual(consent({ ...asked, consents: { [consentKey(asked)!]: "brand" } }), closed("unknown"));
});

test("what the person said for an account holds for its public posts and not for its messages", () => {
  const asked: Asked = { ...BRAND, account: "sanne", consents: { "x:sanne": "personal" } };
  assert.deepEqual(consent(asked), { reads: true, account: "personal" });
  assert.deepEqual(consent({ ...asked, place: "dm" }), closed("dm"));
  assert.deepEqual(consent({ ...asked, place: "dm", consents: { "x:sanne:dm": "personal" } }), { reads: true, account: "personal" });
});

test("no consent is kept for an account that cannot be told: it would hold for all", () => {
  const asked = { ...BRAND, account: null };
  assert.equal(consentKey(asked), null);
  assert.deepEqual(consent({ ...asked, consents: { "x:?": "brand", "x:null": "brand" } }), closed("account"));
});

test("a closed field and a paused tab are not read, whatever else was said, and each says so", () => {
  assert.deepEqual(consent({ ...BRAND, here: "closed" }), closed("closed"));
  assert.deepEqual(consent({ ...BRAND, here: "brand", paused: true }), closed("paused"));
});

test("what the person said for one composer holds there", () =>
  assert.deepEqual(consent({ ...BRAND, known: false, here: "personal" }), { reads: true, account: "personal" }));

test("a browser policy sets the server and cannot switch reading on", () => {
  const policy = { server: "https://kalm.example", consents: { "x:sanne": "personal" }, sites: { "a.example": "generic" }, sites_off: ["x", 5], language: "fr" };
  assert.deepEqual(fromPolicy(policy), { server: "https://kalm.example", sitesOff: ["x"] });
  assert.deepEqual(DEFAULTS.consents, {});
});
