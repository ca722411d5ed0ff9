/** What every test page shows of its editor, so that tests can ask its model and not only the screen. */
export interface Mounted {
  /** The element in which one types. */
  element: HTMLElement;
  /** The text as the editor itself knows it, without line breaks at the end. */
  model(): string;
  /** Empty the editor as a page does after posting. */
  clear(): void;
}

export type Mount = (parent: HTMLElement) => Mounted | Promise<Mounted>;

/** An element once a framework has rendered it. */
export async function rendered(parent: HTMLElement, selector: string): Promise<HTMLElement> {
  for (;;) {
    const element = parent.querySelector<HTMLElement>(selector);
    if (element) return element;
    await new Promise((done) => setTimeout(done, 5));
  }
}

export const trimmed = (text: string): string => text.replace(/\n+$/, "");
