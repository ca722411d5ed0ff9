// Draws the icons of the toolbar from the page's own: `node icons.mjs`. Needs Chromium; the results are kept.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import puppeteer from "puppeteer-core";

const here = dirname(fileURLToPath(import.meta.url));
const svg = readFileSync(join(here, "../server/kalm/console/static/icon.svg"), "utf8");
const browser = await puppeteer.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage();
for (const size of [16, 32, 48, 128]) {
  await page.setViewport({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  writeFileSync(join(here, `src/icons/${size}.png`), await page.screenshot({ omitBackground: true }));
}
await browser.close();
