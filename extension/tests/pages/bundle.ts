// Test pages as one HTML text each, with the real editor library in it.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

export const EDITORS = [
  "textarea", "react", "contenteditable", "draft", "lexical", "slate", "prosemirror", "tiptap", "quill", "quill13",
  "ckeditor", "codemirror",
] as const; // prettier-ignore
export type EditorName = (typeof EDITORS)[number];

// The tests run from build/tests; the pages lie in tests/pages.
const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "../../tests/pages");
const LAB = `<article>Al acht weken wachten op mijn paspoort en niemand belt terug!</article><main id="composer"></main>`;
const made = new Map<EditorName, Promise<string>>();

/** A script that defines `mountEditor(parent)`. */
export function editorScript(editor: EditorName): Promise<string> {
  let script = made.get(editor);
  if (!script) {
    script = build(editor);
    made.set(editor, script);
  }
  return script;
}

async function build(editor: EditorName): Promise<string> {
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: `import { mount } from "./editors/${editor}"; window.mountEditor = mount;`,
      resolveDir: FOLDER,
      loader: "ts",
    },
    bundle: true,
    minify: true,
    format: "iife",
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    write: false,
    logLevel: "error",
  });
  return (outputFiles[0] as { text: string }).text.replaceAll("</script", "<\\/script");
}

/** A page that mounts the editor in the element `#composer` of `body`, and tells its state as `window.lab`. */
export async function page(editor: EditorName, body = LAB, after = ""): Promise<string> {
  return `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>${editor}</title>
<style>body{font:16px/1.5 sans-serif;margin:40px;max-width:640px}</style></head><body>${body}
<script>${await editorScript(editor)}</script>
<script>
window.posted = [];
Promise.resolve(mountEditor(document.querySelector("#composer"))).then((lab) => {
  window.lab = lab;
  window.post = () => { window.posted.push(lab.model()); lab.clear(); };
  ${after}
  document.documentElement.dataset.lab = "ready";
});
</script></body></html>`;
}
