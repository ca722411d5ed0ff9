import { createElement, useMemo } from "react";
import { createRoot } from "react-dom/client";
import { type BaseEditor, Editor, Node, Transforms, createEditor } from "slate";
import { withHistory } from "slate-history";
import { Editable, Slate, withReact } from "slate-react";
import { type Mount, rendered, trimmed } from "../mounted";

export const mount: Mount = async (parent) => {
  let held: BaseEditor | null = null;
  function Field() {
    const editor = useMemo(() => withHistory(withReact(createEditor())), []);
    held = editor;
    const initialValue = [{ type: "paragraph", children: [{ text: "" }] }];
    return createElement(
      Slate,
      { editor, initialValue } as never,
      createElement(Editable, { placeholder: "Write here", style: { minHeight: 80 } }),
    );
  }
  createRoot(parent).render(createElement(Field));
  const editor = () => held as unknown as Editor;
  return {
    element: await rendered(parent, "[data-slate-editor]"),
    model: () => trimmed(editor().children.map((node) => Node.string(node)).join("\n")),
    clear: () => Transforms.delete(editor(), { at: { anchor: Editor.start(editor(), []), focus: Editor.end(editor(), []) } }),
  };
};
