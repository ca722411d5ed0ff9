const GAP = 8;

/** Put `element` below `around`, above it where there is more room, and always inside the window. */
export function place(element: HTMLElement, around: DOMRect): void {
  const { innerWidth: width, innerHeight: height } = window;
  element.style.maxHeight = "";
  const box = element.getBoundingClientRect();
  const below = height - around.bottom - 2 * GAP;
  const above = around.top - 2 * GAP;
  const under = box.height <= below || below >= above;
  const room = Math.max(120, under ? below : above);
  if (box.height > room) element.style.maxHeight = `${room}px`;
  const tall = Math.min(box.height, room);
  const top = under ? around.bottom + GAP : around.top - GAP - tall;
  element.style.top = `${Math.round(Math.max(GAP, Math.min(top, height - tall - GAP)))}px`;
  element.style.left = `${Math.round(Math.max(GAP, Math.min(around.left, width - box.width - GAP)))}px`;
}

/** The part of an element that can be seen: not scrolled away in something around it. Null if nothing is. */
export function visiblePart(element: Element): DOMRect | null {
  const box = element.getBoundingClientRect();
  let { left, top, right, bottom } = box;
  for (let at = parent(element); at && at !== document.documentElement; at = parent(at)) {
    const style = getComputedStyle(at);
    if (style.overflow === "visible" || style.display === "contents") continue;
    const edge = at.getBoundingClientRect();
    left = Math.max(left, edge.left);
    top = Math.max(top, edge.top);
    right = Math.min(right, edge.right);
    bottom = Math.min(bottom, edge.bottom);
    if (style.position === "fixed") break;
  }
  left = Math.max(left, 0);
  top = Math.max(top, 0);
  right = Math.min(right, window.innerWidth);
  bottom = Math.min(bottom, window.innerHeight);
  return right > left && bottom > top ? new DOMRect(left, top, right - left, bottom - top) : null;
}

function parent(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
