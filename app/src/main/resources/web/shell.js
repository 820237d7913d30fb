// What stands around the pages: theme, connection, shortcuts, foot.

import { onConnection } from "./api.js";
import { byId, el, fill, icon, say } from "./dom.js";
import { clockTime } from "./words.js";

const THEMES = ["system", "light", "dark"];
const KEYS = [
  [["/"], "search"],
  [["j", "k"], "next, previous hit"],
  [["↵"], "open the hit, or its details"],
  [["o"], "open upstream"],
  [["y"], "copy a link to the hit"],
  [["t"], "next time range"],
  [["."], "show what is new"],
  [["g", "s"], "search"],
  [["g", "o"], "sources"],
  [["Esc"], "out, one level"],
  [["?"], "this list"],
];

/** What a person chose, kept in this browser; silently forgotten where storage is refused. */
const kept = {
  get(name) {
    try {
      return localStorage.getItem(`alluvium.${name}`);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`alluvium.${name}`, value);
    } catch {
      // The choice then holds for this page only.
    }
  },
};

/** The button that goes through system, light and dark. */
export function themeButton() {
  const button = byId("theme");
  button.append(icon("theme"));
  let theme = THEMES.includes(kept.get("theme")) ? kept.get("theme") : "system";
  const name = () => {
    button.setAttribute("aria-label", `Theme: ${theme}`);
    button.title = `Theme: ${theme}`;
  };
  name();
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    kept.set("theme", theme);
    name();
    say(`Theme: ${theme}`);
  });
}

/** The strip that says since when there is no answer; what is on the page stays. */
export function connectionStrip(feed) {
  let counting;
  onConnection(({ lost, lastAnswer }) => {
    clearInterval(counting);
    const strip = byId("connection");
    if (!lost) return fill(strip);
    const words = el("span", {}, `No answer from the server since ${clockTime(lastAnswer)}. What you see is from then.`);
    const wait = el("span", { class: "dim", "aria-hidden": "true" });
    const count = () => (wait.textContent = `Trying again in ${Math.max(0, Math.ceil((feed.nextAt - Date.now()) / 1000))} s.`);
    counting = setInterval(count, 500);
    fill(strip, el("div", { class: "strip" }, icon("clock"), words, wait, el("button", { class: "btn sm", type: "button", onclick: () => feed.ask() }, "Try now")));
  });
}

/** The foot of the page: the main keys, and the question as a command line. */
export function foot() {
  const key = (keys, words, place) => el("span", { class: place }, ...keys.map((name) => el("kbd", {}, name)), words);
  fill(byId("foot"), key(["/"], "search"), key(["j", "k"], "move", "on-search"), key(["↵"], "open", "on-search"), key(["y"], "copy link", "on-search"), key(["?"], "all keys"), el("div", { class: "cli on-search" }));
}

/** The list of shortcuts, with the switch that turns single keys off. */
export class Shortcuts {
  #dialog = byId("shortcuts");

  constructor() {
    byId("help").append(icon("help"));
    byId("help").addEventListener("click", () => this.open());
    const close = el("button", { class: "icon-btn", type: "button", "aria-label": "Close", onclick: () => this.#dialog.close() }, icon("cross"));
    const single = el("input", { type: "checkbox", checked: this.on, onchange: (event) => kept.set("keys", event.target.checked ? "on" : "off") });
    this.#dialog.append(
      el("header", {}, el("h2", { id: "shortcuts-title" }, "Keyboard shortcuts"), close),
      el("dl", {}, ...KEYS.flatMap(([keys, words]) => [el("dt", {}, ...keys.map((name) => el("kbd", {}, name))), el("dd", {}, words)])),
      el("label", {}, single, "Single keys act outside of text fields"),
    );
  }

  get on() {
    return kept.get("keys") !== "off";
  }

  get isOpen() {
    return this.#dialog.open;
  }

  open() {
    this.#dialog.showModal();
  }
}
