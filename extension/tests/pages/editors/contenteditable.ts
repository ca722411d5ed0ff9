import { type Mount, trimmed } from "../mounted";

export const mount: Mount = (parent) => {
  const field = document.createElement("div");
  field.contentEditable = "true";
  field.style.minHeight = "80px";
  parent.append(field);
  return { element: field, model: () => trimmed(field.innerText), clear: () => field.replaceChildren() };
};
