import type { Editor } from "./editor";

/** Draft.js (X, TikTok). */
export const draft: Editor = {
  name: "draft",
  selector: ".public-DraftEditor-content, [data-testid^='tweetTextarea_'][contenteditable='true']",
  lines: "paste",
};
