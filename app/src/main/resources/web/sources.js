// The sources: a table on their own page, a short list beside the hits, a word in the bar.

import { byId, el, fill, icon } from "./dom.js";
import { noSource, progressBar, progressWords } from "./states.js";
import { count, counted, when } from "./words.js";

const STATES = {
  running: ["running", "ok", "Running"],
  starting: ["clock", "wait", "Starting"],
  waiting: ["clock", "wait", "Waiting"],
  paused: ["pause", "wait", "Paused"],
  failed: ["failed", "bad", "Failed"],
};

const MOST_SCOPES = 4;
const AXES = { snapshot: "files", refs: "commits" };

/** Shape and hue of a source's icon, by the last words of its connector's name. */
function look({ connector = "" }) {
  return ["github", "slack", "postgres"].find((name) => connector.toLowerCase().includes(name)) ?? "files";
}

function stateOf(source) {
  const [shape, tone, word] = STATES[source.state] ?? ["clock", "wait", source.state];
  const reading = source.state === "running" && source.backfill;
  return el("span", { class: `state ${tone}` }, icon(shape), reading ? "Reading history" : word);
}

/** The whole page, rebuilt when the feed has news. */
export class SourcesPage {
  #page = byId("sources-page");
  #last = "";

  /** @param {import("./feed.js").SourceFeed} feed */
  constructor(feed) {
    feed.listen(({ sources }) => this.#show(sources));
    fill(this.#page, el("div", { class: "page-head" }, el("h1", {}, "Sources")));
  }

  get title() {
    return "Sources";
  }

  #show(sources) {
    const news = JSON.stringify(sources);
    if (news === this.#last) return;
    this.#last = news;
    fill(
      this.#page,
      el("div", { class: "page-head" }, el("h1", {}, "Sources"), el("p", { class: "mid" }, lede(sources))),
      sources.length ? el("div", { class: "panel" }, table(sources)) : noSource(),
    );
  }
}

function lede(sources) {
  if (sources.length === 0) return "";
  const scopes = sources.reduce((n, source) => n + (source.scopes?.length ?? 0), 0);
  const unwell = Object.keys(STATES).filter((state) => state !== "running").map((state) => [state, sources.filter((source) => source.state === state).length]);
  const states = unwell.filter(([, n]) => n > 0).map(([state, n]) => `${n} ${state}`);
  return `${counted(sources.length, "source")}, ${counted(scopes, "scope")}. ${states.length ? `${states.join(", ")}.` : "All running."}`;
}

function table(sources) {
  const heads = ["Source", "State", "Processed up to"].map((name) => el("th", { scope: "col" }, name));
  const figures = ["Read", "New", "Sightings", "Duplicates", "Dead letters"].map((name) => el("th", { scope: "col", class: "num" }, name));
  return el(
    "table",
    { class: "sources cards" },
    el("thead", {}, el("tr", {}, ...heads, ...figures, el("th", { scope: "col" }, "Last event"))),
    el("tbody", {}, ...sources.flatMap(rows)),
  );
}

function rows(source) {
  const figure = (label, n, bad) => el("td", { class: bad ? "num bad" : "num", "data-l": label }, count(n));
  const row = el(
    "tr",
    { class: source.error ? "has-why" : null },
    el("th", { scope: "row" }, el("span", { class: `who ${look(source)}` }, icon(look(source)), el("span", {}, el("span", { class: "name" }, source.name), el("span", { class: "sub" }, source.path || source.connector)))),
    el("td", { "data-l": "State" }, el("span", {}, stateOf(source), source.backfill && progressBar(source.backfill, true), source.backfill && el("span", { class: "sub" }, progressWords(source.backfill)))),
    el("td", { "data-l": "Processed up to" }, el("span", {}, ...processed(source))),
    figure("Read", source.read),
    figure("New", source.new),
    figure("Sightings", source.sightings),
    figure("Duplicates", source.duplicates),
    figure("Dead letters", source.deadLettered, source.deadLettered > 0),
    el("td", { "data-l": "Last event" }, el("span", { class: "nowrap small" }, (source.lastEventAt && when(source.lastEventAt)) || el("span", { class: "dim" }, "none yet"))),
  );
  const why = source.error && el("tr", { class: "why" }, el("td", { colspan: "9" }, el("span", { class: "sub wrong" }, source.error)));
  return [row, why].filter(Boolean);
}

function processed({ scopes = [] }) {
  if (scopes.length === 0) return [el("span", { class: "dim" }, "nothing proven yet")];
  if (scopes.length > MOST_SCOPES) return [el("span", { class: "sub" }, ...summary(scopes))];
  return scopes.map((scope) =>
    el(
      "span",
      { class: "sub" },
      el("span", { class: "mid" }, `${AXES[scope.axis] ?? scope.axis}: `),
      (scope.processedAsOf && when(scope.processedAsOf)) || "nothing proven yet",
      readable(scope.processedCursor) && el("span", { class: "mono" }, ` ${short(scope.processedCursor)}`),
      scope.openGaps > 0 && el("span", { class: "gap" }, el("span", { class: "hatch-key" }), counted(scope.openGaps, "gap")),
    ),
  );
}

/** Many scopes in one line: the oldest proof is the proof of all. */
function summary(scopes) {
  const proven = scopes.map((scope) => scope.processedAsOf).filter(Boolean).sort();
  const gaps = scopes.reduce((n, scope) => n + (scope.openGaps ?? 0), 0);
  return [
    el("span", { class: "mid" }, `${count(proven.length)} of ${count(scopes.length)} proven: `),
    (proven.length > 0 && when(proven[0])) || "nothing yet",
    gaps > 0 && el("span", { class: "gap" }, el("span", { class: "hatch-key" }), counted(gaps, "gap")),
  ].filter(Boolean);
}

/** A cursor that is a bare time says nothing that the time beside it does not. */
const readable = (cursor) => cursor && !/^\d+$/.test(cursor);
const short = (cursor) => (String(cursor).length > 24 ? `${String(cursor).slice(0, 22)}…` : String(cursor));

/** The short list beside the hits, on wide windows. */
export function besideTheHits(feed) {
  feed.listen(({ sources }) => {
    const beside = byId("beside");
    beside.hidden = sources.length === 0;
    beside.parentElement.classList.toggle("with-beside", sources.length > 0);
    fill(
      beside,
      el("header", {}, el("h2", {}, "Sources"), el("a", { class: "small", href: "/sources", "data-page": "sources" }, "Details")),
      el("ul", {}, ...sources.slice(0, 6).map(besideOne)),
    );
  });
}

function besideOne(source) {
  return el(
    "li",
    { class: look(source) },
    icon(look(source)),
    el("span", { class: "name clip" }, source.name),
    stateOf(source),
    el("span", { class: "sub" }, source.path || source.connector),
    source.backfill && el("span", { class: "sub" }, progressBar(source.backfill, true), progressWords(source.backfill)),
    el("span", { class: "sub" }, `${counted(source.new, "event")}, ${counted(source.duplicates, "duplicate")}`, source.deadLettered > 0 && `, ${counted(source.deadLettered, "dead letter")}`),
    source.lastEventAt && el("span", { class: "sub" }, "last ", when(source.lastEventAt)),
  );
}

/** One quiet line in the bar: how much there is, and what needs a person. */
export function pulse(feed) {
  feed.listen(({ sources, events }) => {
    const failed = sources.filter((source) => source.state === "failed").length;
    fill(
      byId("pulse"),
      el("span", {}, counted(events, "event")),
      failed > 0 && el("a", { class: "state bad", href: "/sources", "data-page": "sources" }, icon("failed"), `${counted(failed, "source")} failed`),
    );
  });
}
