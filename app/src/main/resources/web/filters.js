// Source, kind and time: three plain controls under the search box.

import { el, fill, icon } from "./dom.js";
import { TIMES, kindsOf } from "./question.js";

/** More choices than these are a list to pick from. */
const MOST_SEGMENTS = 3;

export class Filters {
  #shown = null;
  #element;
  #changed;

  /** @param {function({source?: string, kind?: string, since?: string})} changed called with what a person chose */
  constructor(element, changed) {
    this.#element = element;
    this.#changed = changed;
  }

  /** Shows the state of a question; rebuilt only when the choices change, so that focus stays. */
  show(question, sources) {
    const names = [...new Set([...(sources ?? []).map((source) => source.name), question.source].filter(Boolean))];
    const kinds = kindsOf(sources, question.kind);
    const shown = [...names, "", ...kinds.map(([kind]) => kind)].join("\n");
    if (shown !== this.#shown) {
      this.#shown = shown;
      const sourceChoices = [["", "All sources"], ...names.map((name) => [name, name])];
      const kind = kinds.length > MOST_SEGMENTS ? this.#pick("kind", "Kind", kinds) : this.#choices("kind", "Kind", kinds);
      fill(this.#element, this.#pick("source", "Source", sourceChoices), kind, this.#choices("since", "Time", TIMES));
    }
    for (const select of this.#element.querySelectorAll("select")) {
      select.value = question[select.name];
      select.classList.toggle("on", Boolean(question[select.name]));
    }
    for (const name of ["kind", "since"]) {
      for (const input of this.#element.querySelectorAll(`input[name=${name}]`)) input.checked = input.value === question[name];
    }
  }

  #pick(name, label, choices) {
    const choose = (event) => this.#changed({ [name]: event.target.value });
    return el(
      "label",
      { class: "pick" },
      el("span", { class: "vh" }, label),
      el("select", { name, onchange: choose }, ...choices.map(([value, text]) => el("option", { value }, text))),
      icon("down"),
    );
  }

  #choices(name, legend, choices) {
    const choose = (event) => this.#changed({ [name]: event.target.value });
    return el(
      "fieldset",
      { class: "seg" },
      el("legend", { class: "vh" }, legend),
      ...choices.map(([value, label]) => el("label", {}, el("input", { type: "radio", name, value, onchange: choose }), el("span", {}, label))),
    );
  }
}
