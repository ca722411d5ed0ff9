import { ckeditor } from "./ckeditor";
import { codemirror } from "./codemirror";
import { contenteditable } from "./contenteditable";
import { draft } from "./draft";
import type { Editor } from "./editor";
import { lexical } from "./lexical";
import { prosemirror } from "./prosemirror";
import { quill } from "./quill";
import { quill13 } from "./quill13";
import { slate } from "./slate";

/** Every editor, the narrower before the wider. */
export const EDITORS: readonly Editor[] = [
  draft, lexical, slate, prosemirror, quill13, quill, ckeditor, codemirror, contenteditable,
]; // prettier-ignore

/** The editor that an element belongs to. */
export const editorOf = (element: Element): Editor =>
  EDITORS.find((editor) => element.matches(editor.selector)) ?? contenteditable;
