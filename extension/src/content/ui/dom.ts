export type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined>;

/** An element with attributes and children; what is null or false is left out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

const actions = new WeakMap<Element, () => void>();

/** What a click on an element of ours does, or the key that stands for a click. `Host` calls it: see there. */
export function does<T extends Element>(element: T, action: () => void): T {
  actions.set(element, action);
  return element;
}

/** The action of an element or of what it stands in. */
export function actionOf(target: Element | null): (() => void) | null {
  for (let at = target; at; at = at.parentElement) {
    const action = actions.get(at);
    if (action) return at.matches("[disabled]") ? null : action;
  }
  return null;
}

export const button = (label: string, action: () => void, attributes: Attributes = {}): HTMLButtonElement =>
  does(el("button", { type: "button", ...attributes }, label), action);
