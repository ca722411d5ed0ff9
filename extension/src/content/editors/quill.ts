import type { Editor } from "./editor";

/** Quill 2. */
export const quill: Editor = {
  name: "quill",
  selector: ".ql-editor",
  foreign: { skip: ".ql-ui", filler: /\uFEFF/g },
  lines: "paste",
};
