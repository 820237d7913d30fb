// Follows /api/v1/sources: fast while history is being read, calm afterwards, silent while the page is hidden.

import { getJson } from "./api.js";

const BUSY_MS = 1_000;
const CALM_MS = 4_000;
const LONGEST_WAIT_MS = 15_000;
const PACE_OVER_MS = 20_000;

/** The sources as last heard, and who wants to hear of them. */
export class SourceFeed {
  #listeners = new Set();
  #timer;
  #failures = 0;
  #seen = [];

  /** What was heard last, null before the first answer. */
  sources = null;

  /** When the next question goes out, for "trying again in 4 s". */
  nextAt = 0;

  /** Calls back after each answer, and at once when there has been one. */
  listen(listener) {
    this.#listeners.add(listener);
    if (this.sources) listener(this);
  }

  start() {
    document.addEventListener("visibilitychange", () => !document.hidden && this.ask());
    return this.ask();
  }

  /** Asks now, instead of waiting for the next turn. */
  async ask() {
    clearTimeout(this.#timer);
    try {
      this.sources = (await getJson("/api/v1/sources")).sources ?? [];
      this.#failures = 0;
      this.#remember();
      for (const listener of this.#listeners) listener(this);
    } catch {
      // The connection strip, or the answer of the search, says what is wrong.
      this.#failures += 1;
    }
    this.#schedule();
  }

  /** History still being read, over all sources; null when nothing is. */
  get backfill() {
    const running = (this.sources ?? []).filter((source) => source.backfill && source.state !== "failed");
    if (running.length === 0) return null;
    const sum = (name) => running.reduce((total, source) => total + (source.backfill[name] ?? 0), 0);
    return { sources: running, done: sum("done"), total: running.every((source) => source.backfill.total > 0) ? sum("total") : null };
  }

  /** Events that the sources brought, over all sources. */
  get events() {
    return (this.sources ?? []).reduce((total, source) => total + (source.new ?? 0), 0);
  }

  /** Seconds until history is read, at the pace of the last seconds; null when that cannot be said. */
  get secondsLeft() {
    const [first, last] = [this.#seen[0], this.#seen.at(-1)];
    const { total, done } = this.backfill ?? {};
    if (!total || !first || last.at - first.at < 2_500 || last.done <= first.done) return null;
    return ((total - done) * (last.at - first.at)) / (last.done - first.done) / 1000;
  }

  #remember() {
    const now = Date.now();
    const done = this.backfill?.done ?? 0;
    this.#seen = [...this.#seen.filter((seen) => now - seen.at < PACE_OVER_MS && seen.done <= done), { at: now, done }];
  }

  #schedule() {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    const settling = this.sources?.some((source) => source.state === "starting") || this.backfill;
    const wait = this.#failures ? Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** this.#failures) : settling ? BUSY_MS : CALM_MS;
    this.nextAt = Date.now() + wait;
    this.#timer = setTimeout(() => this.ask(), wait);
  }
}
