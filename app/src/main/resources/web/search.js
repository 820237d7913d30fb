// The search page: asks, shows the answer, and keeps it honest.

import { Problem, Unreachable, getJson } from "./api.js";
import { byId, copy, copyButton, el, fill, icon, say } from "./dom.js";
import { Filters } from "./filters.js";
import { hitArticle, webUrl } from "./hits.js";
import { KINDS, PAGE_SIZE, TIMES, apiUrl, asksForAll, commandLine, pageUrl, questionOf } from "./question.js";
import { failure, firstMinute, noHits, noSource, notes, skeleton } from "./states.js";
import { count, counted } from "./words.js";

const TYPING_MS = 250;
const QUIET_MS = 150;
const MORE = 40;
// The API gives no more at once.
const MOST = 1_000;

export class SearchPage {
  #question = questionOf("");
  #answer = null;
  #asking = null;
  #typing;
  #eventsAtAnswer = null;
  #failed = null;
  #feed;
  #filters;
  #box = byId("q");
  #hits = byId("hits");

  /** @param {import("./feed.js").SourceFeed} feed */
  constructor(feed) {
    this.#feed = feed;
    this.#filters = new Filters(byId("filters"), (narrowed) => this.#narrow(narrowed));
    byId("ask").querySelector(".ask-box").prepend(icon("search"));
    byId("clear").append(icon("cross"));
    byId("ask").addEventListener("submit", (event) => this.#submit(event));
    byId("clear").addEventListener("click", () => this.#clear());
    this.#box.addEventListener("input", () => this.#typed());
    this.#hits.addEventListener("focusin", (event) => this.#rove(event.target));
    feed.listen(() => this.#heard());
  }

  /** Shows what the URL asks for. */
  show(search) {
    this.#question = questionOf(search);
    if (this.#box !== document.activeElement || this.#box.value.trim() !== this.#question.q) this.#box.value = this.#question.q;
    this.#ask();
  }

  get title() {
    return this.#question.q || "Search";
  }

  /** Asks the same question again. */
  again() {
    this.#ask();
  }

  /** True when the last question found no server. */
  get waitsForServer() {
    return this.#failed instanceof Unreachable;
  }

  focusBox() {
    this.#box.focus();
    this.#box.select();
  }

  /** Moves to the next or previous hit. */
  move(step) {
    const articles = [...this.#hits.querySelectorAll(".hit")];
    const at = articles.indexOf(this.#current());
    const next = articles[at < 0 ? (step > 0 ? 0 : articles.length - 1) : at + step];
    if (next) next.querySelector(".ttl").focus();
    else if (step < 0) this.focusBox();
  }

  openUpstream() {
    const hit = this.#hitOf(this.#current());
    const url = hit && webUrl(hit);
    if (url) location.assign(url);
    else if (hit) say("This hit has no web address; Enter shows where it is");
  }

  async copyLink() {
    const hit = this.#hitOf(this.#current());
    const link = new URL(pageUrl({ ...this.#question, at: hit?.eventId }), location.href).href;
    say((await copy(link)) ? "Link copied" : "The browser refused to copy");
  }

  nextTime() {
    const at = TIMES.findIndex(([value]) => value === this.#question.since);
    this.#narrow({ since: TIMES[(at + 1) % TIMES.length][0] });
  }

  /** One level out; false when there is no level left. */
  out() {
    const current = this.#current();
    const open = current?.querySelector("[aria-expanded=true]");
    if (open) open.click();
    else if (current) this.focusBox();
    else if (this.#box === document.activeElement) this.#box.blur();
    else return false;
    return true;
  }

  #submit(event) {
    event.preventDefault();
    clearTimeout(this.#typing);
    this.#go({ q: this.#box.value.trim() });
  }

  #typed() {
    byId("clear").hidden = !this.#box.value;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      const q = this.#box.value.trim();
      if (q !== this.#question.q) this.#go({ q }, "replaceState");
    }, TYPING_MS);
  }

  #clear() {
    this.#box.value = "";
    this.#go({ q: "" });
    this.#box.focus();
  }

  #narrow(narrowed) {
    this.#go(narrowed);
  }

  #go(change, how = "pushState") {
    this.#question = { ...this.#question, limit: PAGE_SIZE, at: "", ...change };
    history[how](null, "", pageUrl(this.#question));
    this.#ask();
  }

  async #ask() {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const question = this.#question;
    this.#frame();
    const waiting = setTimeout(() => this.#hits.childElementCount === 0 && fill(this.#hits, skeleton()), QUIET_MS);
    const events = this.#feed.sources && this.#feed.events;
    try {
      const answer = await getJson(apiUrl(question), asking.signal);
      this.#failed = null;
      this.#eventsAtAnswer = events;
      this.#showAnswer(answer);
    } catch (error) {
      if (asking.signal.aborted) return;
      this.#failed = error;
      this.#showFailure(error);
    } finally {
      clearTimeout(waiting);
      if (this.#asking === asking) this.#hits.removeAttribute("aria-busy");
    }
  }

  /** What follows from the question alone: filters, title, command line. */
  #frame() {
    this.#hits.setAttribute("aria-busy", "true");
    byId("clear").hidden = !this.#box.value;
    document.title = `${this.title} · Alluvium`;
    this.#filters.show(this.#question, this.#feed.sources);
    const line = commandLine(this.#question);
    const cli = () => [el("code", { title: line }, line), copyButton("Copy", line, { class: "icon-btn", "aria-label": "Copy as a command line", title: "Copy as a command line" })];
    fill(byId("cli-phone"), ...cli());
    fill(byId("foot").querySelector(".cli"), ...cli());
  }

  #showAnswer(answer) {
    const focused = this.#current()?.dataset.event;
    const opened = new Set([...this.#hits.querySelectorAll(".hit.open")].map((article) => article.dataset.event));
    const kept = new Map([...this.#hits.querySelectorAll(".hit")].map((article) => [article.dataset.event, article]));
    this.#answer = answer;
    const articles = answer.hits.map((hit) => (opened.has(hit.eventId) && kept.get(hit.eventId)) || hitArticle(hit));
    fill(this.#hits, ...articles);
    if (articles[0]) articles[0].querySelector(".ttl").tabIndex = 0;
    this.#select(focused, false);
    if (this.#question.at) this.#select(this.#question.at, true);
    this.#showAround();
  }

  #showAround() {
    const { hits, total, totalIsExact, tookMs, parts = [] } = this.#answer;
    const totalWords = totalIsExact === false ? `at least ${counted(total, "hit")}` : counted(total, "hit");
    fill(
      byId("answer"),
      el("span", {}, el("b", {}, totalWords), ` in ${count(tookMs)} ms`),
      ...parts.filter((part) => part.shards > 0).map((part) => el("span", { class: `tier ${part.tier}` }, `${part.tier} ${part.answered} of ${counted(part.shards, "shard")}`)),
    );
    byId("list-head").hidden = hits.length === 0;
    fill(byId("list-head"), el("span", {}, this.#question.q ? "Best match first" : "Newest first"), el("span", { class: "dim" }, "current version of each entity"), this.#arrived());
    fill(byId("more"), ...this.#more());
    this.#showState();
  }

  #showFailure(error) {
    if (error instanceof Unreachable && this.#answer) return;
    const problem = error instanceof Problem || error instanceof Unreachable ? error : new Problem({ title: "The page failed", detail: String(error) });
    this.#answer = null;
    byId("list-head").hidden = true;
    fill(byId("answer"));
    fill(byId("more"));
    fill(byId("notes"));
    fill(this.#hits, failure(problem, () => this.again()));
  }

  /** Notes above the hits, and what stands where hits would be. */
  #showState() {
    if (!this.#answer) return;
    const { hits } = this.#answer;
    const all = asksForAll(this.#question);
    const sources = this.#feed.sources;
    fill(byId("notes"), ...notes(this.#answer, this.#feed, all, () => this.again()));
    if (hits.length > 0) return;
    const blank = sources?.length === 0 ? noSource() : all ? null : noHits(this.#question, KINDS, TIMES);
    fill(this.#hits, blank ?? (this.#feed.backfill ? null : firstMinute(this.#feed)));
  }

  #more() {
    const { hits, total } = this.#answer;
    if (hits.length >= total) return hits.length > 5 ? ["That is all."] : [];
    if (hits.length < this.#question.limit || this.#question.limit >= MOST) return [`The first ${count(hits.length)} of ${counted(total, "hit")}. Narrow the question to see the others.`];
    const load = () => {
      this.#question = { ...this.#question, limit: Math.min(MOST, this.#question.limit + MORE) };
      history.replaceState(null, "", pageUrl(this.#question));
      this.#ask();
    };
    return [el("button", { class: "btn", type: "button", onclick: load }, "Load more"), `${count(hits.length)} of ${count(total)}`];
  }

  /** Called with every answer of the sources. New events wait when somebody reads. */
  #heard() {
    this.#filters.show(this.#question, this.#feed.sources);
    this.#eventsAtAnswer ??= this.#feed.events;
    if (!this.#answer || byId("search-page").hidden) return;
    const reads = scrollY > 60 || this.#current() || this.#hits.querySelector(".hit.open");
    if (this.#feed.events > this.#eventsAtAnswer && !this.#question.q && !reads) this.#ask();
    else this.#showAround();
  }

  #arrived() {
    const n = this.#feed.events - (this.#eventsAtAnswer ?? this.#feed.events);
    if (n <= 0) return null;
    return el("button", { class: "btn sm quiet", type: "button", id: "arrived", onclick: () => this.again() }, `${counted(n, "new event")} since, show`, el("kbd", { class: "only-wide" }, "."));
  }

  #rove(target) {
    const title = target.closest(".hit")?.querySelector(".ttl");
    if (!title) return;
    for (const other of this.#hits.querySelectorAll(".ttl[tabindex='0']")) other.tabIndex = -1;
    title.tabIndex = 0;
  }

  #select(eventId, scroll) {
    const article = eventId && this.#hits.querySelector(`[data-event="${CSS.escape(eventId)}"]`);
    if (article) article.querySelector(".ttl").focus({ preventScroll: !scroll });
  }

  #current() {
    return document.activeElement?.closest?.("#hits .hit") ?? null;
  }

  #hitOf(article) {
    return article && this.#answer?.hits.find((hit) => hit.eventId === article.dataset.event);
  }
}
