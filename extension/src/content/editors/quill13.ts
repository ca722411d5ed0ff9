import type { Editor } from "./editor";

/** Quill 1.3 (older LinkedIn). A pasted text makes it delete the selected words. Only it keeps a paste corner. */
export const quill13: Editor = {
  name: "quill13",
  selector: ".ql-container:has(> .ql-clipboard[contenteditable='true']) > .ql-editor",
  foreign: { filler: /\uFEFF/g },
  lines: "type",
};
