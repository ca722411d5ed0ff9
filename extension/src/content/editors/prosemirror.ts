import type { Editor } from "./editor";

/** ProseMirror and TipTap (LinkedIn, Bluesky, Chatwoot). */
export const prosemirror: Editor = {
  name: "prosemirror",
  selector: ".ProseMirror",
  foreign: { skip: ".ProseMirror-widget, .ProseMirror-separator, .ProseMirror-trailingBreak" },
  lines: "paste",
};
