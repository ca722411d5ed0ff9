import assert from "node:assert/strict";
import { test } from "node:test";
import { EDITORS } from "../pages/bundle";
import { GROUPS, testEditors } from "./editors";

test("every editor is tested in one of the files", () => assert.deepEqual(Object.values(GROUPS).flat().sort(), [...EDITORS].sort()));

testEditors(GROUPS.fields);
