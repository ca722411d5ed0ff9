import { Editor, EditorState } from "draft-js";
import { createElement, useState } from "react";
import { createRoot } from "react-dom/client";
import { type Mount, rendered, trimmed } from "../mounted";

export const mount: Mount = async (parent) => {
  let state: any = EditorState.createEmpty();
  let set: (next: any) => void = () => {};
  function Field() {
    const [editorState, setState] = useState(() => EditorState.createEmpty());
    state = editorState;
    set = setState;
    return createElement(Editor, { editorState, onChange: setState });
  }
  createRoot(parent).render(createElement(Field));
  const element = await rendered(parent, ".public-DraftEditor-content");
  element.dataset.testid = "tweetTextarea_0";
  return {
    element,
    model: () => trimmed(state.getCurrentContent().getPlainText()),
    clear: () => set(EditorState.createEmpty()),
  };
};
