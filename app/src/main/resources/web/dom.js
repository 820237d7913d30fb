// Builds elements. Text always becomes text nodes: nothing an event says is ever parsed as HTML.

/**
 * Builds an element.
 * @param {string} tag
 * @param {Object} attributes `on…` functions listen; null, undefined and false leave the attribute out
 * @param {...(Node|string|number|null|undefined|false)} children
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter(present));
  return element;
}

/** Puts new children in place of the old ones. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter(present));
}

/** The element with this id, which index.html has. */
export const byId = (id) => document.getElementById(id);

function present(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}

const ring = (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;

const SHAPES = {
  files: "M3.5 1.75h5.75L12.5 5v9.25h-9zM9 1.75V5.25h3.5M5.75 8.25h4.5M5.75 11h4.5",
  commit: `${ring(8, 8, 2.75)}M1.5 8h3.75M10.75 8h3.75`,
  github: `${ring(4.5, 3.5, 1.75)}${ring(4.5, 12.5, 1.75)}${ring(11.5, 5.5, 1.75)}M4.5 5.25v5.5M11.5 7.25c0 2.5-3 2.25-5.2 3.6`,
  slack: "M6 2 4.75 14M11.25 2 10 14M2.5 5.5h11.25M2.25 10.5H13.5",
  postgres: "M3 3.75c0-2.66 10-2.66 10 0s-10 2.66-10 0v8.5c0 1.1 2.2 2 5 2s5-.9 5-2v-8.5M3 8c0 1.1 2.2 2 5 2s5-.9 5-2",
  sources: "M2 4.5c2.5-2 4 2 6.5 0S12 3 14 4.5M2 8c2.5-2 4 2 6.5 0S12 6.5 14 8M2 11.5c2.5-2 4 2 6.5 0s3.5-1.5 5.5 0",
  search: `${ring(7, 7, 4.5)}M10.5 10.5l3.5 3.5`,
  clock: `${ring(8, 8, 5.75)}M8 4.75V8l2.25 1.5`,
  running: `${ring(8, 8, 5.75)}M5.5 8.25l1.75 1.75L10.75 6.25`,
  pause: "M5.5 3.5v9M10.5 3.5v9",
  failed: "M8 1.75 14.5 13.5h-13zM8 6.25v3.5M8 11.5v.25",
  cross: "M4 4l8 8M12 4l-8 8",
  copy: "M7 5.5h5A1.5 1.5 0 0 1 13.5 7v5a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 12V7A1.5 1.5 0 0 1 7 5.5M10.5 3.25v-.75h-8v8h.75",
  check: "M3 8.5l3.25 3.25L13 5",
  out: "M9 2.5h4.5V7M13.25 2.75 7.5 8.5M11.5 9.5v4h-9v-9h4",
  down: "M3.5 6 8 10.5 12.5 6",
  theme: `${ring(8, 8, 5.75)}M8 2.25v11.5M8 5h4.8M8 8h5.7M8 11h4.8`,
  help: `${ring(8, 8, 5.75)}M6.25 6.5C6.25 4.5 9.75 4.5 9.75 6.5 9.75 7.75 8 7.75 8 9M8 11.25v.1`,
};

/** A line icon, decoration only: a word or a label always stands beside it. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

let saying;

/** Says something short to screen readers, such as "Copied". */
export function say(words) {
  const said = byId("said");
  said.textContent = words;
  clearTimeout(saying);
  saying = setTimeout(() => (said.textContent = ""), 3000);
}

/** A button that copies a text and says so. */
export function copyButton(label, text, attributes = {}) {
  const name = attributes["aria-label"] ? null : el("span", {}, label);
  const button = el("button", { type: "button", class: "btn sm", ...attributes }, icon("copy"), name);
  button.addEventListener("click", async () => {
    const done = await copy(text);
    say(done ? "Copied" : "The browser refused to copy");
    button.replaceChildren(icon(done ? "check" : "failed"), ...(name ? [el("span", {}, done ? "Copied" : "Not copied")] : []));
    setTimeout(() => button.replaceChildren(icon("copy"), ...(name ? [name] : [])), 1600);
  });
  return button;
}

/** Copies a text; false when the browser refuses. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
