import Quill from "quill";
import { type Mount, trimmed } from "../mounted";

export const mount: Mount = (parent) => {
  const box = parent.appendChild(document.createElement("div"));
  const editor = new Quill(box);
  return { element: editor.root, model: () => trimmed(editor.getText()), clear: () => void editor.setText("") };
};
