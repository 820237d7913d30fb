// What the page says when there is more to say than hits: partial, first minute, nothing found, failed.

import { Unreachable } from "./api.js";
import { el, icon } from "./dom.js";
import { pageUrl } from "./question.js";
import { count, counted } from "./words.js";

/** The lines above the hits; each says what may be missing. They stay until it is no longer true. */
export function notes(answer, feed, all, again) {
  const backfill = feed.backfill;
  return [
    answer.complete === false && partial(answer, again),
    backfill && all && reading(feed, backfill),
    backfill && !all && el("div", { class: "note" }, el("div", {}, el("span", {}, el("b", {}, "History is still being read. "), `${progressWords(backfill)}; older things may be missing from this answer.`))),
  ].filter(Boolean);
}

function partial({ parts = [] }, again) {
  const silent = parts.filter((part) => part.answered < part.shards);
  const why = silent.flatMap((part) => part.failures ?? []).join("; ");
  const words = silent.map((part) => `${counted(part.shards - part.answered, "shard")} of ${part.shards} in the ${part.tier} tier did not answer.`).join(" ");
  return el(
    "div",
    { class: "note" },
    el(
      "div",
      {},
      el("span", {}, el("b", {}, "Partial answer. "), words || "Not every tier answered.", " What they hold is missing here.", why && el("span", { class: "dim" }, ` ${sentence(why)}`)),
      el("button", { class: "btn sm", type: "button", onclick: again }, "Ask again"),
    ),
  );
}

function reading(feed, backfill) {
  const left = feed.secondsLeft;
  const figures = [
    [count(feed.events), "events so far"],
    backfill.total ? [`${count(backfill.done)} of ${count(backfill.total)}`, "things read"] : [count(backfill.done), "things read"],
    left !== null && [duration(left), "to the end of history"],
  ].filter(Boolean);
  return el(
    "section",
    { class: "panel blank", "aria-label": "First minute" },
    el("p", {}, "Reading ", names(backfill.sources), ". You can search already."),
    el("div", { class: "figs" }, ...figures.map(([figure, words]) => el("div", {}, el("div", { class: "fig" }, figure), el("div", { class: "small mid" }, words)))),
    progressBar(backfill),
  );
}

/** A bar of how much history is read; without a value while the end is not known. */
export function progressBar({ done, total }, thin = false) {
  return el("progress", { class: thin ? "progress thin" : "progress", max: total || null, value: total ? Math.min(done, total) : null, "aria-label": "History read" });
}

export function progressWords({ done, total }) {
  return total ? `${count(done)} of ${count(total)} read` : `${count(done)} read`;
}

function duration(seconds) {
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 5_400) return `about ${Math.round(seconds / 60)} min`;
  return `about ${Math.round(seconds / 3_600)} h`;
}

function names(sources) {
  return sources.flatMap((source, at) => [at ? " and " : "", el("code", {}, source.path || source.name)]);
}

/** Nothing has arrived yet, and nothing says that it is being read. */
export function firstMinute(feed) {
  return el(
    "div",
    { class: "panel blank" },
    el("p", {}, el("b", {}, "Nothing here yet.")),
    feed.sources?.length
      ? el("p", { class: "mid" }, names(feed.sources), feed.sources.length === 1 ? " is being followed; " : " are being followed; ", "events appear here as they come.")
      : el("p", { class: "mid" }, "Events appear here as they come."),
  );
}

export function noSource() {
  return el(
    "div",
    { class: "panel blank" },
    el("p", {}, el("b", {}, "No source yet.")),
    el("p", { class: "mid" }, "Start with a folder or a git repository: ", el("code", {}, "./alluvium up --watch PATH")),
  );
}

/** No hit: names what narrowed the question, and offers to leave each of it out. */
export function noHits(question, kinds, times) {
  const { q, source, kind, since } = question;
  const label = (choices, value) => choices.find(([known]) => known === value)?.[1] ?? value;
  const narrowed = [source && `from ${source}`, kind && `of kind ${label(kinds, kind).toLowerCase()}`, since && `in the last ${label(times, since)}`].filter(Boolean);
  const without = [
    source && ["all sources", { source: "" }],
    kind && ["all kinds", { kind: "" }],
    since && ["all time", { since: "" }],
  ].filter(Boolean);
  const link = ([words, change]) => el("a", { href: pageUrl({ ...question, ...change, at: "" }), "data-page": "search" }, words);
  return el(
    "div",
    { class: "panel blank" },
    el("p", {}, el("b", {}, q ? `Nothing matches “${q}”` : "Nothing is here", narrowed.length ? ` ${narrowed.join(", ")}.` : ".")),
    without.length > 0 && el("p", { class: "mid" }, "Ask over ", ...without.flatMap((entry, at) => [at ? " · " : "", link(entry)]), "."),
    q && el("p", { class: "mid" }, "Names are found by their parts: ", el("code", {}, "pool"), " finds ", el("code", {}, "connectionPool"), " and ", el("code", {}, "src/pool.rs"), "."),
  );
}

/** What went wrong, why, and what now. */
export function failure(problem, again) {
  const lost = problem instanceof Unreachable;
  const detail = problem.detail?.replace(problem.message, "").replace(problem.remedy ?? "", "").trim();
  return el(
    "div",
    { class: "panel blank", role: "alert" },
    el("p", { class: lost ? "state wait" : "state bad" }, icon(lost ? "clock" : "failed"), el("b", {}, lost ? "No answer from the server." : sentence(problem.message))),
    detail && el("p", { class: "mid" }, detail),
    problem.remedy && el("p", {}, problem.remedy),
    problem.code && el("p", { class: "small dim" }, `${problem.code}, status ${problem.status}`),
    lost && el("p", { class: "mid" }, "Is it running? Start it with ", el("code", {}, "./alluvium up")),
    el("button", { class: "btn sm", type: "button", onclick: again }, "Ask again"),
  );
}

const sentence = (words) => (/[.?!]$/.test(words) ? words : `${words}.`);

/** The frame of an answer, shown when it takes longer than a moment. */
export function skeleton() {
  const line = (shape) => el("div", { class: `sk ${shape}` });
  return el("div", { class: "appears", "aria-hidden": "true" }, ...[1, 2, 3, 4].flatMap(() => [line("t"), line("s"), line("e")]));
}
