// A real browser with the extension in it, and pages at any address without a network.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer, { type Browser, type HTTPRequest, type Page } from "puppeteer-core";
import type { Ask, Told } from "../../src/shared/protocol";
import type { Settings } from "../../src/shared/settings";

export const WHICH = (process.env.KALM_BROWSER ?? "chromium") as "chromium" | "firefox";
export const BUILT = process.env.KALM_BUILT ?? join(dirname(fileURLToPath(import.meta.url)), "../test");
export const PROGRAMS = { chromium: "/usr/bin/chromium", firefox: "/usr/bin/firefox-esr" };
export const GECKO_ID = "kalm@kalm.invalid";
/** Milliseconds to wait for what should be there at once: other work may run on the same cores. */
export const PATIENCE = Number(process.env.KALM_PATIENCE ?? 10_000);

export interface Kalm {
  browser: Browser;
  /** The extension's id in the browser. */
  id: string;
  /** Open a page whose address is answered with `html`, other addresses of `more` too. */
  open(url: string, html: string, more?: Pages): Promise<Page>;
  /** Open a page of the extension itself. */
  own(path: string): Promise<Page>;
  /** Change the extension's settings, by way of a page that it runs on. */
  settings(change: Partial<Settings>): Promise<void>;
  close(): Promise<void>;
}

export interface Answer {
  body: string;
  headers?: Record<string, string>;
}
export type Pages = Record<string, string | Answer>;

/** Firefox draws this at random unless it is told. */
const UUID = "6a1b2c3d-5e6f-4a7b-8c9d-0e1f2a3b4c5d";

/** `program` takes the browser's place, to start it in other surroundings. */
export async function startBrowser(settings: Partial<Settings>, program: string | null = null): Promise<Kalm> {
  const common = { headless: true, defaultViewport: { width: 900, height: 700 } };
  const browser = await puppeteer.launch(
    WHICH === "chromium"
      ? {
          ...common,
          browser: "chrome",
          executablePath: program ?? PROGRAMS.chromium,
          pipe: true,
          enableExtensions: true,
          args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--lang=nl"],
        }
      : {
          ...common,
          browser: "firefox",
          executablePath: program ?? PROGRAMS.firefox,
          args: ["--remote-allow-system-access"], // without it no driver may open the extension's own pages
          extraPrefsFirefox: {
            "intl.accept_languages": "nl",
            "intl.locale.requested": "nl",
            "extensions.webextensions.uuids": JSON.stringify({ [GECKO_ID]: UUID }),
          },
        },
  );
  const id = await browser.installExtension(join(BUILT, WHICH));
  const kalm: Kalm = {
    browser,
    id,
    async open(url, html, more = {}) {
      const page = await browser.newPage();
      await page.setRequestInterception(true);
      const pages: Pages = { [url]: html, ...more };
      page.on("request", (request) => void answer(request, pages));
      await page.goto(url);
      return page;
    },
    async own(path) {
      const page = await browser.newPage();
      const root = WHICH === "chromium" ? `chrome-extension://${id}` : `moz-extension://${UUID}`;
      await page.goto(`${root}/${path}`, { waitUntil: [] }); // Firefox does not tell when these pages are loaded
      await page.waitForSelector("main section", { timeout: PATIENCE });
      return page;
    },
    async settings(change) {
      const page = await kalm.open("https://x.com/kalm-settings", "<p>settings");
      await page.waitForSelector("[data-kalm='ready']", { timeout: PATIENCE });
      await askBackground(page, { kind: "test-settings", change });
      await page.close();
    },
    close: () => browser.close(),
  };
  await kalm.settings(settings);
  return kalm;
}

/** Ask the background script something, by way of a page that the extension runs on. */
export async function askBackground<K extends Ask["kind"]>(page: Page, question: Extract<Ask, { kind: K }>): Promise<Told[K]> {
  await page.evaluate((text) => {
    document.documentElement.removeAttribute("data-kalm-told");
    window.dispatchEvent(new CustomEvent("kalm-ask", { detail: text }));
  }, JSON.stringify(question));
  await page.waitForSelector("[data-kalm-told]", { timeout: PATIENCE });
  return JSON.parse(await page.evaluate(() => document.documentElement.getAttribute("data-kalm-told") as string));
}

/** Ask until the answer holds: what a page told the background is kept some time after the press that told it. */
export async function askUntil<K extends Ask["kind"]>(page: Page, question: Extract<Ask, { kind: K }>, holds: (told: Told[K]) => boolean): Promise<Told[K]> {
  for (const end = Date.now() + PATIENCE; ; ) {
    const told = await askBackground(page, question);
    if (holds(told) || Date.now() > end) return told;
  }
}

async function answer(request: HTTPRequest, pages: Pages): Promise<void> {
  const url = request.url().split("#")[0] as string;
  const found = pages[url];
  if (found !== undefined) {
    const { body, headers = {} } = typeof found === "string" ? { body: found } : found;
    await request.respond({ status: 200, contentType: "text/html; charset=utf-8", headers, body });
  } else if (/^https?:/.test(url) && !url.startsWith("http://127.0.0.1")) await request.respond({ status: 404, body: "" });
  else await request.continue();
}
