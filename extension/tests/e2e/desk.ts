// What tests ask of a page with the extension on it.
import assert from "node:assert/strict";
import type { ElementHandle, Page } from "puppeteer-core";
import { PATIENCE, WHICH } from "./browser";

/** Words that Kalm knows two points about, and what becomes of them. */
export const DRAFT = "Zoals wij u eerder al uitlegden duurt het zes weken. U had de brief beter moeten lezen.";
export const FIRST = "Zoals wij u eerder al uitlegden";
export const FIRST_FIXED = "Het duurt zes weken. U had de brief beter moeten lezen.";
export const SECOND = "U had de brief beter moeten lezen";

/** A page as a person sees and uses it. */
export class Desk {
  /** When the last text was written, by `performance.now()`. */
  wrote = 0;

  constructor(readonly page: Page) {}

  /** Until the editor stands there, enter it. */
  async enter(): Promise<void> {
    await this.page.waitForSelector("[data-kalm='ready']", { timeout: PATIENCE });
    await this.page.waitForSelector("[data-lab='ready']", { timeout: PATIENCE });
    await (await this.field()).click();
    await this.until("a mark is there", () => Boolean(document.querySelector("kalm-layer")?.shadowRoot?.querySelector(".mark")));
  }

  async field(): Promise<ElementHandle<Element>> {
    return (await this.page.evaluateHandle(() => (window as unknown as { lab: { element: Element } }).lab.element)) as ElementHandle<Element>;
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
    this.wrote = performance.now();
  }

  /** Put a text in at once, as a keyboard of a phone does; quicker than key by key, which a test of each editor does. */
  async write(text: string): Promise<void> {
    await (WHICH === "chromium" ? this.page.keyboard.sendCharacter(text) : this.page.keyboard.type(text));
    this.wrote = performance.now();
  }

  /** Wait for the mark to say so. */
  state(...wanted: string[]): Promise<void> {
    return this.until(`state ${wanted}`, (all) => all.includes(document.querySelector("kalm-layer")?.shadowRoot?.querySelector<HTMLElement>(".mark")?.dataset.state ?? ""), wanted);
  }

  /** The words that are underlined, by look. */
  underlined(look = "warning"): Promise<string[]> {
    return this.page.evaluate((name) => [...(CSS.highlights.get(`kalm-${name}`) ?? [])].map(String), look);
  }

  async underlines(words: string, look = "warning"): Promise<void> {
    await this.until(`${words} is underlined`, (name, text) => [...(CSS.highlights.get(`kalm-${name}`) ?? [])].some((range) => String(range).trim() === text), look, words);
  }

  /** Findings that have lines drawn over a text field. */
  async lines(number: number): Promise<void> {
    await this.until(`${number} lines`, (n) => new Set([...(document.querySelector("kalm-layer")?.shadowRoot?.querySelectorAll<HTMLElement>(".line.warning") ?? [])].map((line) => line.dataset.start)).size === n, number);
  }

  /** An element of the extension's layer. */
  async ui(selector: string): Promise<ElementHandle<Element>> {
    await this.until(selector, (sought) => Boolean(document.querySelector("kalm-layer")?.shadowRoot?.querySelector(sought)), selector);
    return (await this.page.evaluateHandle((sought) => document.querySelector("kalm-layer")?.shadowRoot?.querySelector(sought), selector)) as ElementHandle<Element>;
  }

  text(selector: string): Promise<string> {
    return this.page.evaluate((sought) => document.querySelector("kalm-layer")?.shadowRoot?.querySelector(sought)?.textContent ?? "", selector);
  }

  has(selector: string): Promise<boolean> {
    return this.page.evaluate((sought) => Boolean(document.querySelector("kalm-layer")?.shadowRoot?.querySelector(sought)), selector);
  }

  async gone(selector: string): Promise<void> {
    await this.until(`${selector} is gone`, (sought) => !document.querySelector("kalm-layer")?.shadowRoot?.querySelector(sought), selector);
  }

  /** Click in the extension's layer with the real pointer, once what is clicked stands still and nothing covers it. */
  async press(selector: string): Promise<void> {
    await this.ui(selector);
    const at = await this.page.evaluate(
      async (sought, patience) => {
        const frame = () => new Promise((done) => requestAnimationFrame(done));
        const find = () => document.querySelector("kalm-layer")?.shadowRoot?.querySelector(sought);
        find()?.scrollIntoView({ block: "nearest" });
        for (const end = performance.now() + patience; performance.now() < end; ) {
          const before = find()?.getBoundingClientRect();
          await frame();
          await frame();
          const node = find();
          const box = node?.getBoundingClientRect();
          if (!node || !box?.width || !before || box.x !== before.x || box.y !== before.y) continue;
          const x = box.x + box.width / 2;
          const y = box.y + box.height / 2;
          if (node.contains((node.getRootNode() as ShadowRoot).elementFromPoint(x, y))) return { x, y };
        }
        return null;
      },
      selector,
      PATIENCE,
    );
    assert.ok(at, `${selector} has no place on the screen`);
    await this.page.mouse.click(at.x, at.y);
  }

  /** The text as the editor's own model has it. */
  model(): Promise<string> {
    return this.page.evaluate(() => (window as unknown as { lab: { model(): string } }).lab.model());
  }

  async holds(text: string): Promise<void> {
    await this.until(`the editor holds ${text}`, (wanted) => (window as unknown as { lab: { model(): string } }).lab.model() === wanted, text).catch(async (error) => {
      throw new Error(`${error.message}; it holds ${JSON.stringify(await this.model())}`);
    });
  }

  posted(): Promise<string[]> {
    return this.page.evaluate(() => (window as unknown as { posted: string[] }).posted);
  }

  /** Where words stand on the screen. */
  async point(words: string): Promise<{ x: number; y: number }> {
    const at = await this.page.evaluate((sought) => {
      for (const look of ["warning", "suggestion", "error"])
        for (const range of CSS.highlights.get(`kalm-${look}`) ?? [])
          if (String(range).includes(sought)) {
            const box = (range as Range).getClientRects()[0] as DOMRect;
            return { x: box.left + Math.min(20, box.width / 2), y: box.top + box.height / 2 };
          }
      return null;
    }, words);
    assert.ok(at, `${words} is not underlined`);
    return at;
  }

  async until<T extends unknown[]>(what: string, holds: (...given: T) => boolean, ...given: T): Promise<void> {
    try {
      await this.page.waitForFunction(holds as (...given: unknown[]) => boolean, { timeout: PATIENCE, polling: 20 }, ...given);
    } catch (error) {
      const shown = await this.page.evaluate(() => ({
        mark: document.querySelector("kalm-layer")?.shadowRoot?.querySelector<HTMLElement>(".mark")?.outerHTML,
        layer: document.querySelector("kalm-layer")?.shadowRoot?.querySelector(".panel, .card")?.textContent,
        toast: document.querySelector("kalm-layer")?.shadowRoot?.querySelector(".toast")?.textContent,
      })).catch(() => null);
      throw new Error(`not in time: ${what} (${(error as Error).message}) ${JSON.stringify(shown)}`);
    }
  }
}
