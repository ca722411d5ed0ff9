/** Makes up for a press that was held. */
export type Release = () => void;

let releasing = false;

/** Whether the event under way was made by a release. */
export const isReleasing = (): boolean => releasing;

const during = (action: () => void): Release => () => {
  releasing = true;
  try {
    action();
  } finally {
    releasing = false;
  }
};

/** Press a button as a pointer would. */
export const clickOn = (element: HTMLElement): Release =>
  during(() => {
    const box = element.getBoundingClientRect();
    const options = {
      bubbles: true, cancelable: true, composed: true, button: 0, detail: 1,
      clientX: box.left + box.width / 2, clientY: box.top + box.height / 2,
    }; // prettier-ignore
    const pointer = { ...options, pointerId: 1, pointerType: "mouse", isPrimary: true };
    element.dispatchEvent(new PointerEvent("pointerdown", { ...pointer, buttons: 1 }));
    element.dispatchEvent(new MouseEvent("mousedown", { ...options, buttons: 1 }));
    element.dispatchEvent(new PointerEvent("pointerup", pointer));
    element.dispatchEvent(new MouseEvent("mouseup", options));
    element.click();
  });

/** Press the same key again. */
export const keyOn = (element: HTMLElement, from: KeyboardEvent): Release => {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = from;
  const options = { key, code, ctrlKey, metaKey, altKey, shiftKey, keyCode: 13, which: 13, bubbles: true, cancelable: true, composed: true };
  return during(() => {
    for (const type of ["keydown", "keypress", "keyup"]) element.dispatchEvent(new KeyboardEvent(type, options));
  });
};

export const submitOf = (form: HTMLFormElement, submitter: HTMLElement | null): Release =>
  during(() => form.requestSubmit(submitter));
