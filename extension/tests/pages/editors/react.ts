import { createElement, useState } from "react";
import { createRoot } from "react-dom/client";
import { type Mount, rendered } from "../mounted";

/** A textarea whose value React holds. */
export const mount: Mount = async (parent) => {
  let value = "";
  let set: (text: string) => void = () => {};
  function Field() {
    const [text, setText] = useState("");
    value = text;
    set = setText;
    return createElement("textarea", {
      value: text,
      rows: 6,
      cols: 60,
      onChange: (event: { target: HTMLTextAreaElement }) => setText(event.target.value),
    });
  }
  createRoot(parent).render(createElement(Field));
  return { element: await rendered(parent, "textarea"), model: () => value, clear: () => set("") };
};
