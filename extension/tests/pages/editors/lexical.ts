import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerPlainText } from "@lexical/plain-text";
import { $getRoot, createEditor } from "lexical";
import { type Mount, trimmed } from "../mounted";

export const mount: Mount = (parent) => {
  const field = document.createElement("div");
  field.contentEditable = "true";
  field.setAttribute("role", "textbox");
  field.style.minHeight = "80px";
  parent.append(field);
  const editor = createEditor({ namespace: "lab", onError: (error) => console.error(error) });
  editor.setRootElement(field);
  registerPlainText(editor);
  registerHistory(editor, createEmptyHistoryState(), 300);
  return {
    element: field,
    model: () => trimmed(editor.getEditorState().read(() => $getRoot().getTextContent())),
    clear: () => editor.update(() => $getRoot().clear()),
  };
};
