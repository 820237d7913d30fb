// Drives the page in a real browser. Against a running node: ALLUVIUM_URL (and ALLUVIUM_WORDS, words it has hits for).
// Without them, against the stand-in, which can also show what a healthy node cannot.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { startFakeApi } from "./fake-api.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const WORDS = process.env.ALLUVIUM_WORDS ?? "connection pool";
const onStandIn = { skip: process.env.ALLUVIUM_URL ? "needs the stand-in" : false };

let browser;
let api;
let base;

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  api = process.env.ALLUVIUM_URL ? null : await startFakeApi();
  base = process.env.ALLUVIUM_URL ?? api.base;
});

after(async () => {
  await browser?.close();
  api?.close();
});

/** Opens an address, does something there, and insists that the console stays empty. */
async function on(path, { viewport = WIDE, colorScheme = "light", mode = "calm", quiet = true } = {}, act) {
  if (api) Object.assign(api.state, { mode, started: Date.now() });
  const context = await browser.newContext({ viewport, colorScheme, permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  try {
    await page.goto(base + path);
    await act(page);
    if (quiet) assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

const asked = (words) => `/search?q=${encodeURIComponent(words)}`;
const firstHit = (page) => page.locator(".hit").first().waitFor();

test("words typed into the box are searched, the URL says so, and matches are marked", () =>
  on("/", {}, async (page) => {
    await page.fill("#q", WORDS);
    await page.keyboard.press("Enter");
    await page.locator(".hit mark").first().waitFor();
    assert.equal(new URL(page.url()).searchParams.get("q"), WORDS);
    assert.match(await page.textContent("#answer"), /\d+ hits? in \d+ ms/);
    assert.match(await page.textContent("#answer"), /hot \d+ of \d+ shard/);
    assert.match(await page.title(), new RegExp(WORDS));
    assert.ok((await page.textContent(".keys .cli")).includes(`./alluvium search '${WORDS}'`));
  }));

test("without words the newest come first", () =>
  on("/", {}, async (page) => {
    await firstHit(page);
    assert.match(await page.textContent("#list-head"), /Newest first/);
    const times = await page.$$eval(".hit time", (all) => all.map((time) => Date.parse(time.dateTime)));
    assert.deepEqual(times, times.toSorted((a, b) => b - a));
  }));

test("filters narrow the answer, and going back widens it again", () =>
  on(asked(WORDS), {}, async (page) => {
    await firstHit(page);
    await page.locator(".seg input[value=file]").check();
    await page.waitForFunction(() => location.search.includes("kind=file") && !document.querySelector("#hits[aria-busy]"));
    const types = await page.$$eval(".hit .chip", (chips) => chips.map((chip) => chip.textContent));
    assert.ok(types.every((type) => type.startsWith("file.")), types.join());
    await page.goBack();
    await page.waitForFunction(() => !location.search.includes("kind"));
    assert.equal(await page.locator(".seg input[name=kind][value='']").isChecked(), true);
  }));

test("hands stay on the keys: slash, j, k, Enter, y, Escape and the question mark", () =>
  on(asked(WORDS), {}, async (page) => {
    await firstHit(page);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    const at = () => page.evaluate(() => [...document.querySelectorAll(".hit")].indexOf(document.activeElement.closest(".hit")));
    assert.equal(await at(), 0);
    await page.keyboard.press("y");
    await page.waitForFunction(() => document.getElementById("said").textContent === "Link copied");
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /[?&]at=/);
    await page.keyboard.press("Enter");
    await page.locator(".hit.open .inside").waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".hit.open").count(), 0);
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  }));

test("a link to a hit comes back to that hit", () =>
  on(asked(WORDS), {}, async (page) => {
    await firstHit(page);
    const event = await page.locator(".hit").nth(1).getAttribute("data-event");
    await page.goto(`${base}${asked(WORDS)}&at=${event}`);
    await page.waitForFunction((id) => document.activeElement.closest(".hit")?.dataset.event === id, event);
  }));

test("a file opens in place with its path and identity", () =>
  on(`${asked(WORDS)}&kind=file`, {}, async (page) => {
    await firstHit(page);
    await page.locator(".hit button.ttl").first().click();
    const facts = await page.textContent(".inside");
    assert.match(facts, /Path\//);
    assert.match(facts, /Entity keyfile:/);
    assert.match(facts, /Event[0-9a-f]{64}/);
  }));

test("the sources page says state, counts and how far each source is processed", () =>
  on("/sources", {}, async (page) => {
    await page.locator("table.sources tbody tr").first().waitFor();
    const text = await page.textContent("table.sources");
    for (const word of ["State", "Processed up to", "Read", "New", "Duplicates", "Dead letters", "Last event"]) assert.ok(text.includes(word), word);
    assert.match(text, /Running|Reading history|Starting/);
    await page.keyboard.press("g");
    await page.keyboard.press("s");
    await page.locator("#search-page:not([hidden])").waitFor();
  }));

test("the theme follows the system until a person chooses, and the choice is there before the first paint", () =>
  on("/", { colorScheme: "dark" }, async (page) => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await ground();
    await page.click("#theme");
    const light = await ground();
    assert.notEqual(light, dark);
    await page.reload({ waitUntil: "domcontentloaded" });
    assert.equal(await ground(), light);
  }));

test("nothing moves sideways on a phone, nor on the narrowest window", () =>
  on(asked(WORDS), { viewport: PHONE }, async (page) => {
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      for (const path of [asked(WORDS), "/sources"]) {
        await page.goto(base + path);
        await page.waitForLoadState("networkidle");
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} at ${width}`);
      }
    }
  }));

test("the whole page weighs less than 120 KB", () =>
  on("/", {}, async (page) => {
    const network = await page.context().newCDPSession(page);
    await network.send("Network.enable");
    await network.send("Network.setCacheDisabled", { cacheDisabled: true });
    const sizes = [];
    page.on("requestfinished", (request) => sizes.push(request.sizes()));
    await page.reload({ waitUntil: "networkidle" });
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size.responseBodySize, 0);
    assert.ok(bytes > 10_000 && bytes < 120_000, `${bytes} bytes`);
  }));

for (const colorScheme of ["light", "dark"]) {
  for (const [size, viewport] of Object.entries({ wide: WIDE, phone: PHONE })) {
    test(`axe finds nothing to complain of: ${colorScheme}, ${size}`, () =>
      on(asked(WORDS), { colorScheme, viewport }, async (page) => {
        await firstHit(page);
        await page.locator(".hit button.ttl").first().click();
        await clean(page);
        await page.goto(`${base}/sources`);
        await page.locator("table.sources tbody tr").first().waitFor();
        await clean(page);
      }));
  }
}

test("axe finds nothing to complain of in rare states", onStandIn, async () => {
  const states = [["first-minute", "/"], ["partial", asked("pool")], ["calm", asked("no such words")], ["error", asked("pool")], ["no-source", "/"], ["failed-source", "/sources"]];
  for (const [mode, path] of states) {
    for (const colorScheme of ["light", "dark"]) {
      await on(path, { mode, colorScheme, quiet: mode !== "error" }, async (page) => {
        await page.waitForLoadState("networkidle");
        await clean(page);
      });
    }
  }
});

test("a partial answer says which shards are missing", onStandIn, () =>
  on(asked("pool"), { mode: "partial" }, async (page) => {
    await firstHit(page);
    assert.match(await page.textContent(".note"), /Partial answer. 1 shard of 8 in the hot tier did not answer.*shard 3: no answer within 5.0 s/);
  }));

test("the first minute counts up, and hits are there at once", onStandIn, () =>
  on("/", { mode: "first-minute" }, async (page) => {
    await page.locator("section.panel progress").waitFor();
    await firstHit(page);
    const before = await page.textContent(".fig");
    await page.waitForFunction((old) => document.querySelector(".fig").textContent !== old, before);
  }));

test("an error says what, and what now", onStandIn, () =>
  on(asked("pool"), { mode: "error", quiet: false }, async (page) => {
    await page.locator("[role=alert]").waitFor();
    assert.match(await page.textContent("[role=alert]"), /cannot be read.*Ask with since=7d/);
  }));

test("when the connection is lost the hits stay, and it comes back by itself", onStandIn, () =>
  on(asked("pool"), { quiet: false }, async (page) => {
    await firstHit(page);
    api.state.mode = "gone";
    await page.locator("#connection .strip").waitFor();
    assert.match(await page.textContent("#connection"), /No answer from the server since/);
    assert.ok((await page.locator(".hit").count()) > 0);
    api.state.mode = "calm";
    await page.locator("#connection .strip").waitFor({ state: "detached" });
  }));

test("new events wait until they are asked for while somebody reads", onStandIn, () =>
  on("/", {}, async (page) => {
    await firstHit(page);
    await page.waitForLoadState("networkidle");
    await page.keyboard.press("ArrowDown");
    api.state.arrived = 12;
    await page.locator("#arrived").waitFor();
    assert.match(await page.textContent("#arrived"), /12 new events/);
    await page.keyboard.press(".");
    await page.locator("#arrived").waitFor({ state: "detached" });
  }));

test("what an event says is never markup", onStandIn, () =>
  on("/", {}, async (page) => {
    await page.route("**/api/v1/search*", (route) =>
      route.fulfill({
        json: {
          hits: [{ eventId: "e.0", entityKey: "commit:ab", source: "s", kind: "commit", type: "commit.created", scope: "<b>", actor: "<i>", occurredAt: new Date().toISOString(), title: "<img src=x onerror=alert(1)>", titleMarks: [[0, 4]], snippet: "<script>alert(1)</script>", snippetMarks: [[1, 7]], tier: "hot", url: "javascript:alert(1)", revision: 0, score: 0 }],
          total: 1, totalIsExact: true, tookMs: 1, complete: true, parts: [],
        },
      }),
    );
    await page.reload();
    await firstHit(page);
    assert.equal(await page.locator("#hits img, #hits script, #hits b, #hits a").count(), 0);
    assert.ok((await page.textContent(".hit")).includes("<img src=x onerror=alert(1)>"));
  }));

async function clean(page) {
  // The page's policy forbids scripts from elsewhere, so axe comes in through the debugger.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((values) => globalThis.axe.run({ runOnly: { type: "tag", values } }), RULES);
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" ")}`), []);
}
