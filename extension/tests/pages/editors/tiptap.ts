import { Editor } from "@tiptap/core";
import { StarterKit } from "@tiptap/starter-kit";
import { type Mount, trimmed } from "../mounted";

export const mount: Mount = (parent) => {
  const editor = new Editor({ element: parent, extensions: [StarterKit.configure({ trailingNode: false } as never)] });
  return {
    element: editor.view.dom,
    model: () => trimmed(editor.getText({ blockSeparator: "\n" })),
    clear: () => editor.commands.clearContent(),
  };
};
