// Starts the page: which of the two pages the URL names, and the keys that act on it.

import { onConnection } from "./api.js";
import { byId, icon } from "./dom.js";
import { SourceFeed } from "./feed.js";
import { learnScopeNames } from "./hits.js";
import { SearchPage } from "./search.js";
import { Shortcuts, connectionStrip, foot, themeButton } from "./shell.js";
import { SourcesPage, besideTheHits, pulse } from "./sources.js";
import { keepFresh } from "./words.js";

const feed = new SourceFeed();
foot();
themeButton();
connectionStrip(feed);
const shortcuts = new Shortcuts();
const pages = { search: new SearchPage(feed), sources: new SourcesPage(feed) };
feed.listen(({ sources }) => learnScopeNames(sources));
besideTheHits(feed);
pulse(feed);
keepFresh();
for (const tab of document.querySelectorAll("[data-icon]")) tab.prepend(icon(tab.dataset.icon));

const pageName = () => (location.pathname === "/sources" ? "sources" : "search");

function show() {
  const name = pageName();
  for (const other of Object.keys(pages)) byId(`${other}-page`).hidden = other !== name;
  for (const link of document.querySelectorAll("nav [data-page]")) {
    if (link.dataset.page === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.body.dataset.page = name;
  document.title = `${pages[name].title} · Alluvium`;
  if (name === "search") pages.search.show(location.search);
}

function go(url) {
  if (url !== location.pathname + location.search) history.pushState(null, "", url);
  show();
  scrollTo(0, 0);
}

let prefix = "";

const EVERYWHERE = {
  "/": () => (pageName() === "search" || go("/search"), pages.search.focusBox()),
  "?": () => shortcuts.open(),
  g: () => {},
  "g s": () => go("/search"),
  "g o": () => go("/sources"),
};

const ON_SEARCH = {
  j: () => pages.search.move(1),
  k: () => pages.search.move(-1),
  o: () => pages.search.openUpstream(),
  y: () => pages.search.copyLink(),
  t: () => pages.search.nextTime(),
  ".": () => byId("arrived")?.click(),
};

function actionOf(key) {
  return EVERYWHERE[prefix === "g" ? `g ${key}` : key] ?? EVERYWHERE[key] ?? (pageName() === "search" ? ON_SEARCH[key] : undefined);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-page]");
  if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || shortcuts.isOpen) return;
  const writes = event.target.matches("input:not([type=radio]), select, textarea");
  const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") {
    if (pageName() === "search" && pages.search.out()) event.preventDefault();
  } else if (arrow && (event.target.matches("#q") || event.target.closest(".hit"))) {
    event.preventDefault();
    pages.search.move(arrow);
  } else if (!writes && shortcuts.on) {
    const action = actionOf(event.key);
    prefix = event.key;
    if (!action) return;
    event.preventDefault();
    action();
  }
});

onConnection(({ lost }) => !lost && pages.search.waitsForServer && pages.search.again());
addEventListener("popstate", show);
show();
feed.start();
if (pageName() === "search" && matchMedia("(hover: hover)").matches && !location.search) byId("q").focus();
