import { GROUPS, testEditors } from "./editors";

testEditors(GROUPS.prose);
