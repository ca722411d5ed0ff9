// @ts-expect-error Quill 1.3 comes without types
import Quill from "quill13";
import { type Mount, trimmed } from "../mounted";

export const mount: Mount = (parent) => {
  const style = document.createElement("style");
  style.textContent = ".ql-clipboard{position:absolute;left:-100000px;height:1px;overflow:hidden}.ql-editor{min-height:80px;white-space:pre-wrap}";
  const box = parent.appendChild(document.createElement("div"));
  parent.append(style);
  const editor = new Quill(box);
  return { element: editor.root, model: () => trimmed(editor.getText()), clear: () => void editor.setText("") };
};
