// Takes pictures of every state of the page, to be looked at: npm run pictures -- DIRECTORY

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { startFakeApi } from "./fake-api.mjs";

const to = process.argv[2] ?? "pictures";
const SHOTS = [
  ["search", "calm", "/search?q=connection+pool"],
  ["newest", "calm", "/"],
  ["open", "calm", "/search?q=connection+pool", async (page) => {
    for (const key of ["j", "j", "j", "Enter"]) await page.keyboard.press(key);
  }],
  ["first-minute", "first-minute", "/", (page) => page.waitForTimeout(4200)],
  ["partial", "partial", "/search?q=pool&kind=file&since=30d"],
  ["no-hits", "calm", "/search?q=lease+leak&source=payments&since=7d"],
  ["error", "error", "/search?q=pool&since=7x"],
  ["lost", "calm", "/search?q=pool", async (page, api) => ((api.state.mode = "gone"), await page.waitForTimeout(4600))],
  ["no-source", "no-source", "/"],
  ["slow", "slow", "/search?q=pool", null],
  ["sources", "failed-source", "/sources"],
  ["help", "calm", "/search?q=pool", (page) => page.keyboard.press("?")],
];
const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

await mkdir(to, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const only = process.argv.slice(3);
for (const [name, mode, path, act] of SHOTS) {
  if (only.length && !only.includes(name)) continue;
  for (const colorScheme of ["light", "dark"]) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      const api = await startFakeApi(mode);
      const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: 1 });
      const page = await context.newPage();
      page.on("console", (message) => message.type() === "error" && console.log(name, message.text()));
      page.on("pageerror", (error) => console.log(name, error));
      await page.goto(api.base + path);
      if (act === null) await page.waitForTimeout(500);
      else await page.waitForLoadState("networkidle");
      if (name !== "newest") await page.evaluate(() => document.activeElement.blur());
      await act?.(page, api);
      await page.waitForTimeout(200);
      await page.screenshot({ path: join(to, `${name}-${colorScheme}-${size}.png`) });
      await context.close();
      api.close();
    }
  }
}
await browser.close();
