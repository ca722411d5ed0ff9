import { ClassicEditor, Essentials, Paragraph } from "ckeditor5";
import { type Mount, trimmed } from "../mounted";

export const mount: Mount = async (parent) => {
  const box = parent.appendChild(document.createElement("div"));
  const editor = await ClassicEditor.create(box, { licenseKey: "GPL", plugins: [Essentials, Paragraph] });
  const blocks = () => [...(editor.model.document.getRoot()?.getChildren() ?? [])];
  const words = (block: unknown) => [...(block as { getChildren(): Iterable<{ data?: string }> }).getChildren()].map((one) => one.data ?? "").join("");
  return {
    element: editor.ui.getEditableElement() as HTMLElement,
    model: () => trimmed(blocks().map(words).join("\n")),
    clear: () => editor.setData(""),
  };
};
