// Two helpers; the page is too small for a framework.

/** The element of that id. */
export const $ = (id) => document.getElementById(id);

/**
 * A new element: properties in `props` (`on…` adds a listener, a dashed name sets an attribute), then children.
 * Strings become text nodes, so nothing that was typed is ever read as markup. Empty children are left out.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key.includes("-")) node.setAttribute(key, value);
    else node[key] = value;
  }
  node.append(...children.flat().filter(Boolean));
  return node;
}
