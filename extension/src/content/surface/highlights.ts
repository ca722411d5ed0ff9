// Underlines by the CSS Custom Highlight API: nothing is added to the page's own nodes.
import type { Mark } from "./surface";

const NAMES: Record<Mark["look"], string> = {
  suggestion: "kalm-suggestion",
  warning: "kalm-warning",
  error: "kalm-error",
  lit: "kalm-lit",
};
const ORDER: Mark["look"][] = ["lit", "suggestion", "warning", "error"];

const painted = new Map<object, Partial<Record<Mark["look"], Range[]>>>();
const styled = new WeakMap<Document | ShadowRoot, CSSStyleSheet | HTMLStyleElement>();

let looks = "";

/** How lines look; told before anything is found. */
export const wear = (css: string): void => void (looks = css);

export interface Painted {
  look: Mark["look"];
  range: Range;
}

/** Show `ranges` for `owner`, in place of those it showed before. */
export function show(owner: object, where: Node, ranges: readonly Painted[]): void {
  const mine: Partial<Record<Mark["look"], Range[]>> = {};
  for (const { look, range } of ranges) (mine[look] ??= []).push(range);
  if (ranges.length) {
    painted.set(owner, mine);
    style(where.getRootNode() as Document | ShadowRoot);
  } else if (!painted.delete(owner)) return;
  for (const [priority, look] of ORDER.entries()) {
    const all = [...painted.values()].flatMap((one) => one[look] ?? []);
    if (all.length) {
      const highlight = new Highlight(...all);
      highlight.priority = priority;
      CSS.highlights.set(NAMES[look], highlight);
    } else CSS.highlights.delete(NAMES[look]);
  }
}

/** The looks must be known in the very tree that holds the words. */
function style(root: Document | ShadowRoot): void {
  const known = styled.get(root);
  if (known instanceof CSSStyleSheet ? root.adoptedStyleSheets.includes(known) : known?.isConnected) return;
  try {
    const sheet = known instanceof CSSStyleSheet ? known : new CSSStyleSheet();
    if (!known) sheet.replaceSync(looks);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    styled.set(root, sheet);
  } catch {
    const element = document.createElement("style");
    element.textContent = looks;
    (root instanceof Document ? root.documentElement : root).append(element);
    styled.set(root, element);
  }
}

/** Take all looks away again. */
export function clear(): void {
  painted.clear();
  for (const name of Object.values(NAMES)) CSS.highlights?.delete(name);
}
