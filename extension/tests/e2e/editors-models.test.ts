import { GROUPS, testEditors } from "./editors";

testEditors(GROUPS.models);
