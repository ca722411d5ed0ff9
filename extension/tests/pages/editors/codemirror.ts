import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { type Mount, trimmed } from "../mounted";

export const mount: Mount = (parent) => {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      extensions: [history(), keymap.of([...defaultKeymap, ...historyKeymap]), EditorView.lineWrapping],
    }),
  });
  return {
    element: view.contentDOM,
    model: () => trimmed(view.state.doc.toString()),
    clear: () => view.dispatch({ changes: { from: 0, to: view.state.doc.length } }),
  };
};
