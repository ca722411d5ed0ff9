import type { Editor } from "./editor";

/** A field of the browser's own making, without an editor around it; also the last resort for editors not known here. */
export const contenteditable: Editor = { name: "contenteditable", selector: "*", lines: "paste" };
