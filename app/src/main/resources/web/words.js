// Numbers, times and marks as people read them.

import { el } from "./dom.js";

const numbers = new Intl.NumberFormat("en");
const thisYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const otherYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "long" });
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

const STEPS = [
  [31_536_000, "year", "years"],
  [2_592_000, "month", "months"],
  [86_400, "d", "d"],
  [3_600, "h", "h"],
  [60, "min", "min"],
];

export const count = (n) => numbers.format(n ?? 0);

/** "1 event", "2 events". */
export const counted = (n, one, many = one + "s") => `${count(n)} ${n === 1 ? one : many}`;

/** How long ago, in the one unit that fits. */
export function ago(instant, now = Date.now()) {
  const seconds = (now - instant.getTime()) / 1000;
  if (seconds < 0) return "in the future";
  for (const [length, one, many] of STEPS) {
    const n = Math.floor(seconds / length);
    if (n >= 1) return `${n} ${n === 1 ? one : many} ago`;
  }
  return "just now";
}

export const clockTime = (instant) => clock.format(instant);
export const fullTime = (instant) => full.format(instant);

/** A time, exact and relative; `keepFresh` keeps the relative part true. */
export function when(iso) {
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) return null;
  const format = instant.getFullYear() === new Date().getFullYear() ? thisYear : otherYear;
  const relative = el("span", { "data-ago": iso }, ago(instant));
  return el("time", { datetime: iso, title: full.format(instant) }, format.format(instant).replace(",", ""), " · ", relative);
}

/** Keeps every relative time on the page true. */
export function keepFresh() {
  setInterval(() => {
    for (const span of document.querySelectorAll("[data-ago]")) span.textContent = ago(new Date(span.dataset.ago));
  }, 20_000);
}

/**
 * A text with its matched words marked.
 * @param {string} text plain text
 * @param {number[][]} marks pairs [start, end) in UTF-16 units; what does not fit the text is left out
 */
export function marked(text, marks = []) {
  const parts = [];
  let at = 0;
  for (const [start, end] of [...(marks ?? [])].sort((a, b) => a[0] - b[0])) {
    if (!(start >= at && end > start && end <= text.length)) continue;
    parts.push(text.slice(at, start), el("mark", {}, text.slice(start, end)));
    at = end;
  }
  parts.push(text.slice(at));
  return parts.filter((part) => part !== "");
}

/** The same parts, with a place to break the line after each '/', so that a long path breaks between its names. */
export function breakable(parts) {
  return parts.flatMap((part) => {
    if (typeof part !== "string") return [part];
    const names = part.split(/(?<=\/)/);
    return names.flatMap((name, at) => (at ? [el("wbr"), name] : [name]));
  });
}
