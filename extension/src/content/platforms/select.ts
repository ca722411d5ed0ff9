// Selectors that look through shadow roots and at labels.

const LABEL = /^(.*)::label\(([^)]*)\)$/;

/** Whether an element matches a selector, with or without `::label(…)`. A broken selector matches nothing. */
export function matches(element: Element, selector: string): boolean {
  const labelled = LABEL.exec(selector);
  try {
    if (!labelled) return element.matches(selector);
    return element.matches(labelled[1] as string) && hasLabel(element, labelled[2] as string);
  } catch {
    return false;
  }
}

export const matchesAny = (element: Element, selectors: readonly string[] = []): boolean =>
  selectors.some((selector) => matches(element, selector));

function hasLabel(element: Element, wanted: string): boolean {
  const label = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().toLowerCase();
  return wanted.toLowerCase().split("|").includes(label);
}

/** The nearest element around (or itself) that matches, out of shadow roots too. */
export function closest(from: Element, selectors: readonly string[] = []): Element | null {
  if (!selectors.length) return null;
  for (let at: Element | null = from; at; at = outward(at)) if (matchesAny(at, selectors)) return at;
  return null;
}

export const contains = (outer: Node, inner: Node): boolean => {
  for (let at: Node | null = inner; at; ) {
    if (outer.contains(at)) return true;
    const root: Node = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return false;
};

/** All elements below `root` that match the first selector that finds any. */
export function all(root: ParentNode, selectors: readonly string[] = []): Element[] {
  for (const selector of selectors) {
    const css = LABEL.exec(selector)?.[1] ?? selector;
    try {
      const found = [...root.querySelectorAll(css)].filter((element) => css === selector || matches(element, selector));
      if (found.length) return found;
    } catch {
      // broken selectors find nothing
    }
  }
  return [];
}

function outward(element: Element): Element | null {
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
