import type { Editor } from "./editor";

/** CodeMirror 6. It holds only the lines near the window in the page. */
export const codemirror: Editor = {
  name: "codemirror",
  selector: ".cm-content",
  foreign: { skip: ".cm-widgetBuffer, .cm-placeholder" },
  lines: "paste",
};
