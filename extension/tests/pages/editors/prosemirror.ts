import { baseKeymap } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { schema } from "prosemirror-schema-basic";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { type Mount, trimmed } from "../mounted";

const plugins = [history(), keymap({ "Mod-z": undo, "Mod-y": redo }), keymap(baseKeymap)];

export const mount: Mount = (parent) => {
  const style = document.createElement("style");
  style.textContent = ".ProseMirror{white-space:pre-wrap;min-height:80px}";
  parent.append(style);
  const view = new EditorView(parent, { state: EditorState.create({ schema, plugins }) });
  return {
    element: view.dom,
    model: () => trimmed(view.state.doc.textBetween(0, view.state.doc.content.size, "\n", "\n")),
    clear: () => view.updateState(EditorState.create({ schema, plugins })),
  };
};
