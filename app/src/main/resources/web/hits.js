// One hit: what it is, where it comes from, and one level deeper in place.

import { copyButton, el, icon } from "./dom.js";
import { breakable, count, fullTime, marked, when } from "./words.js";

const LOOKS = {
  file: ["files", "files", "File"],
  commit: ["commit", "files", "Commit"],
  issue: ["github", "github", "Issue"],
  pull_request: ["github", "github", "Pull request"],
  review: ["github", "github", "Review"],
  comment: ["github", "github", "Comment"],
  release: ["github", "github", "Release"],
  run: ["github", "github", "Run"],
  job: ["github", "github", "Job"],
  message: ["slack", "slack", "Message"],
  row: ["postgres", "postgres", "Row"],
};

const LONGEST_HEADING = 120;

/** What people call the scopes of these sources. */
const scopeNames = new Map();

/** Learns from the list of sources what people call a scope. */
export function learnScopeNames(sources) {
  for (const { scope, scopeName } of (sources ?? []).flatMap(({ scopes }) => scopes ?? [])) {
    if (scopeName) scopeNames.set(scope, scopeName);
  }
}

const scopeName = ({ scope }) => scopeNames.get(scope) ?? scope;

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
  const name = [el("span", { class: "vh" }, `${noun}: `), ...breakable(heading(hit))];
  const title = web
    ? el("a", { class: "ttl", href: web, rel: "noreferrer" }, name)
    : el("button", { class: "ttl", type: "button", "aria-expanded": "false", onclick: (event) => toggle(event.currentTarget) }, name);
  title.tabIndex = -1;
  const said = snippet(hit);
  body.append(
    el("div", { class: "l1" }, el("h3", { class: "ttl-box" }, title), el("span", { class: "chip" }, hit.type), when(hit.occurredAt)),
    ...(said ? [said] : []),
    meta(hit, web, toggle),
  );
  article.append(icon(shape), body);
  return article;
}

/** The title; of a thing that has none, what it says; of one that says nothing, its key. */
function heading({ title, titleMarks, snippet: text, snippetMarks = [], entityKey }) {
  if (title || !text) return marked(title || entityKey, titleMarks);
  return marked(text.slice(0, LONGEST_HEADING), snippetMarks.filter(([, end]) => end <= LONGEST_HEADING));
}

/** The snippet, without what the heading says already, as the text of a commit begins with it. */
function snippet({ kind, title, snippet: text = "", snippetMarks = [] }) {
  const said = title ? (text?.startsWith(title) ? title.length : 0) : LONGEST_HEADING;
  const rest = text?.slice(said).trimStart();
  if (!rest) return kind !== "file" ? null : el("p", { class: "sn" }, el("span", { class: "dim" }, "No text."));
  const shift = text.length - rest.length;
  const marks = snippetMarks.map(([start, end]) => [start - shift, end - shift]);
  return el("p", { class: "sn" }, marked(rest, marks.filter(([start]) => start >= 0)));
}

function meta(hit, web, toggle) {
  return el(
    "div",
    { class: "l3" },
    el("span", { class: "clip sep", title: hit.scope }, scopeName(hit)),
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
    ["Scope", scopeName(hit)],
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
