import type { Editor } from "./editor";

/** Slate. An empty line holds a no-break space of no width, and the placeholder stands among the text. */
export const slate: Editor = {
  name: "slate",
  selector: "[data-slate-editor='true']",
  foreign: { skip: "[data-slate-placeholder='true']", filler: /\uFEFF/g },
  lines: "paste",
};
