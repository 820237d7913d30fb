// Source, kind and time: three plain controls under the search box.

import { el, fill, icon } from "./dom.js";
import { KINDS, TIMES } from "./question.js";

export class Filters {
  #names = null;
  #element;
  #changed;

  /** @param {function({source?: string, kind?: string, since?: string})} changed called with what a person chose */
  constructor(element, changed) {
    this.#element = element;
    this.#changed = changed;
  }

  /** Shows the state of a question; rebuilt only when the list of sources changes, so that focus stays. */
  show(question, sources) {
    const names = [...new Set([...(sources ?? []).map((source) => source.name), question.source].filter(Boolean))];
    if (names.join("\n") !== this.#names) {
      this.#names = names.join("\n");
      fill(this.#element, this.#sources(names), this.#choices("kind", "Kind", KINDS), this.#choices("since", "Time", TIMES));
    }
    const select = this.#element.querySelector("select");
    select.value = question.source;
    select.classList.toggle("on", Boolean(question.source));
    for (const name of ["kind", "since"]) {
      for (const input of this.#element.querySelectorAll(`input[name=${name}]`)) input.checked = input.value === question[name];
    }
  }

  #sources(names) {
    const choose = (event) => this.#changed({ source: event.target.value });
    return el(
      "label",
      { class: "pick" },
      el("span", { class: "vh" }, "Source"),
      el("select", { name: "source", onchange: choose }, el("option", { value: "" }, "All sources"), ...names.map((name) => el("option", { value: name }, name))),
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
