import assert from "node:assert/strict";
import { test } from "node:test";
import { PLATFORMS } from "../../src/content/platforms";
import { notBefore, siteOf } from "../../src/content/platforms/find";
import { x } from "../../src/content/platforms/x";

test("a platform is read as it came where the server says nothing", () => {
  assert.equal(siteOf(x, null)?.selectors, x.selectors);
  assert.equal(siteOf(x, {})?.selectors, x.selectors);
});

test("the server switches a platform off and repairs selectors", () => {
  assert.equal(siteOf(x, { x: { enabled: false, from_version: "0.1.0" } }), null);
  const repaired = siteOf(x, { x: { enabled: true, from_version: "0.1.0", selectors: { send: ["#new"] } } });
  assert.deepEqual(repaired?.selectors.send, ["#new"]);
  assert.equal(repaired?.selectors.composer, x.selectors.composer);
});

test("what is meant for a later version is passed over", () =>
  assert.equal(siteOf(x, { x: { enabled: false, from_version: "9.0" } })?.platform, x));

test("versions are compared by number", () => {
  assert.equal(notBefore("0.10.0", "0.9.9"), true);
  assert.equal(notBefore("0.1.0", "0.1"), true);
  assert.equal(notBefore("0.1.0", "0.1.1"), false);
});

for (const platform of PLATFORMS) {
  test(`${platform.id} says where it stands and how old its evidence is`, () => {
    assert.match(platform.evidence, /^20\d\d-\d\d$/);
    assert.ok(platform.seenLive === null || /^20\d\d-\d\d-\d\d$/.test(platform.seenLive));
    assert.ok(platform.selectors.composer?.length);
    assert.ok(platform.selectors.send?.length);
    for (const match of platform.matches) assert.match(match, /^https:\/\/(\*\.)?[\w.-]+\/\*$/);
  });
}

test("ids are unique and file names", () => assert.equal(new Set(PLATFORMS.map(({ id }) => id)).size, PLATFORMS.length));
