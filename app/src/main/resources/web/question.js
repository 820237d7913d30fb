// The question: read from the URL, written to the URL, to the API and to the command line.

export const PAGE_SIZE = 20;

export const TIMES = [
  ["", "All time"],
  ["24h", "24 h"],
  ["7d", "7 d"],
  ["30d", "30 d"],
];

export const KINDS = [
  ["", "All kinds"],
  ["file", "Files"],
  ["commit", "Commits"],
  ["branch", "Branches"],
  ["tag", "Tags"],
  ["issue", "Issues"],
  ["pull_request", "Pull requests"],
  ["review", "Reviews"],
  ["comment", "Comments"],
  ["release", "Releases"],
  ["run", "Runs"],
  ["job", "Jobs"],
  ["message", "Messages"],
  ["row", "Rows"],
];

const KINDS_OF = {
  files: ["file", "commit"],
  github: [
    "issue",
    "pull_request",
    "review",
    "comment",
    "release",
    "run",
    "job",
    "commit",
    "branch",
    "tag",
  ],
  slack: ["message"],
  postgres: ["row"],
};

/** The kinds that these sources publish; those of files while no source is known. */
export function kindsOf(sources, chosen) {
  const known = (sources ?? []).flatMap(({ connector }) => KINDS_OF[connector] ?? []);
  const kinds = new Set(["", ...(known.length > 0 ? known : KINDS_OF.files), chosen]);
  return KINDS.filter(([kind]) => kinds.has(kind));
}

/** @returns {{q: string, source: string, kind: string, since: string, limit: number, at: string}} */
export function questionOf(search) {
  const parameters = new URLSearchParams(search);
  const text = (name) => (parameters.get(name) ?? "").trim();
  const limit = Number.parseInt(text("limit"), 10);
  return {
    q: text("q"),
    source: text("source"),
    kind: text("kind"),
    since: text("since"),
    limit: limit > 0 ? limit : PAGE_SIZE,
    at: text("at"),
  };
}

/** The page's own address of this question; only what differs from the default is written. */
export function pageUrl(question) {
  const query = parameters(question, question.limit === PAGE_SIZE ? [] : ["limit"], ["at"]);
  return query ? `/search?${query}` : "/search";
}

export function apiUrl(question) {
  return `/api/v1/search?${parameters(question, ["limit"])}`;
}

/** The same question for a shell. */
export function commandLine({ q, source, kind, since, limit }) {
  const options = Object.entries({ source, kind, since, limit: limit === PAGE_SIZE ? "" : String(limit) })
    .filter(([, value]) => value)
    .map(([name, value]) => ` --${name} ${/^[\w.:/-]+$/.test(value) ? value : quoted(value)}`);
  return `./alluvium search ${quoted(q)}${options.join("")}`;
}

/** True when nothing narrows the answer. */
export const asksForAll = ({ q, source, kind, since }) => !q && !source && !kind && !since;

function parameters(question, ...more) {
  const query = new URLSearchParams();
  for (const name of ["q", "source", "kind", "since", ...more.flat()]) {
    if (question[name]) query.set(name, question[name]);
  }
  return query.toString();
}

function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
