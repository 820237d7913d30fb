// One hit: what it is, where it comes from, and one level deeper in place.

import { copyButton, el, icon } from "./dom.js";
import { breakable, count, fullTime, marked, when } from "./words.js";

const LOOKS = {
  file: ["files", "files", "File"],
  commit: ["commit", "files", "Commit"],
  issue: ["github", "github", "Issue"],
  pull_request: ["github", "github", "Pull request"],
  comment: ["github", "github", "Comment"],
  run: ["github", "github", "Run"],
  message: ["slack", "slack", "Message"],
  row: ["postgres", "postgres", "Row"],
};

/** Where a person can open the hit in a browser; null for files and commits that live on disk only. */
export function webUrl(hit) {
  return /^https?:\/\//i.test(hit.url ?? "") ? hit.url : null;
}

/** The hit as a list item of the page. */
export function hitArticle(hit) {
  const [shape, hue, noun] = LOOKS[hit.kind] ?? ["files", "files", hit.kind];
  const article = el("article", { class: `hit ${hue}`, "data-event": hit.eventId });
  const body = el("div");
  const toggle = (button) => unfold(article, body, hit, button);
  const web = webUrl(hit);
  const name = [el("span", { class: "vh" }, `${noun}: `), ...breakable(marked(hit.title || hit.entityKey, hit.titleMarks))];
  const title = web
    ? el("a", { class: "ttl", href: web, rel: "noreferrer" }, name)
    : el("button", { class: "ttl", type: "button", "aria-expanded": "false", onclick: (event) => toggle(event.currentTarget) }, name);
  title.tabIndex = -1;
  body.append(
    el("div", { class: "l1" }, el("h3", { class: "ttl-box" }, title), el("span", { class: "chip" }, hit.type), when(hit.occurredAt)),
    el("p", { class: "sn" }, snippet(hit)),
    meta(hit, web, toggle),
  );
  article.append(icon(shape), body);
  return article;
}

/** The snippet; without the title where the text begins with it, as the text of a commit does. */
function snippet({ title, snippet: text, snippetMarks = [] }) {
  const cut = title && text?.startsWith(title) ? title.length : 0;
  const rest = text?.slice(cut).trimStart();
  if (!rest) return el("span", { class: "dim" }, "No text.");
  const shift = text.length - rest.length;
  return marked(rest, snippetMarks.map(([start, end]) => [start - shift, end - shift]));
}

function meta(hit, web, toggle) {
  return el(
    "div",
    { class: "l3" },
    el("span", { class: "clip sep", title: hit.scope }, hit.scope),
    hit.kind === "commit" && el("span", { class: "mono" }, shortSha(hit)),
    actorName(hit) && el("span", {}, actorName(hit)),
    el("span", { class: `tier ${hit.tier}` }, hit.tier),
    hit.revision > 0 && el("span", {}, `version ${count(hit.revision + 1)}`),
    web && el("button", { type: "button", "aria-expanded": "false", onclick: (event) => toggle(event.currentTarget) }, "Details"),
  );
}

function unfold(article, body, hit, button) {
  const open = article.classList.toggle("open");
  button.setAttribute("aria-expanded", String(open));
  body.querySelector(".inside")?.remove();
  if (open) body.append(inside(hit));
}

function inside(hit) {
  const path = filePath(hit);
  const web = webUrl(hit);
  const facts = [
    ["Occurred", fullTime(new Date(hit.occurredAt))],
    ["Path", path],
    ["Address", web],
    ["Source", hit.source],
    ["Scope", hit.scope],
    ["Actor", actorName(hit)],
    ["Language", hit.language],
    ["Version", hit.revision === undefined || hit.revision === null ? null : count(hit.revision + 1)],
    ["Score", hit.score ? hit.score.toFixed(2) : null],
    ["Entity key", hit.entityKey],
    ["Event", hit.eventId],
  ].filter(([, value]) => value);
  return el(
    "div",
    { class: "inside appears" },
    el("dl", { class: "kv" }, ...facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", { class: /Path|key|Event$|Scope/.test(name) ? "mono" : null }, value)])),
    el(
      "div",
      { class: "acts" },
      path && copyButton("Copy path", path),
      hit.kind === "commit" && copyButton("Copy git show", `git show ${sha(hit)}`),
      web && copyButton("Copy address", web),
      copyButton("Copy entity key", hit.entityKey),
    ),
  );
}

function filePath(hit) {
  if (!/^file:/i.test(hit.url ?? "")) return null;
  try {
    return decodeURIComponent(new URL(hit.url).pathname);
  } catch {
    return hit.url;
  }
}

/** An actor is a name, or an object that has one. */
function actorName({ actor }) {
  return actor && typeof actor === "object" ? (actor.name ?? actor.displayName ?? actor.id) : actor;
}

const sha = (hit) => hit.entityKey.replace(/^commit:/, "");
const shortSha = (hit) => sha(hit).slice(0, 8);
