import type { Editor } from "./editor";

/** CKEditor 5 (Zendesk). Where the caret stands in an empty place it writes seven word joiners. */
export const ckeditor: Editor = {
  name: "ckeditor",
  selector: ".ck-editor__editable",
  foreign: { skip: "[data-cke-filler], .ck-widget__selection-handle, .ck-widget__type-around", filler: /\u2060{7}/g },
  lines: "paste",
};
