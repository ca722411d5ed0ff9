import type { Mount } from "../mounted";

export const mount: Mount = (parent) => {
  const field = document.createElement("textarea");
  field.rows = 6;
  field.cols = 60;
  parent.append(field);
  return { element: field, model: () => field.value, clear: () => (field.value = "") };
};
