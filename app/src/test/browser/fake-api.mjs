// A stand-in for the node's HTTP API, so that states which are hard to reach for real (a partial answer, an error, a
// first minute) can be looked at and tested. It serves the very files of the product, with the same security policy.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const WEB = fileURLToPath(new URL("../../main/resources/web", import.meta.url));
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml" };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const ROOT = "/home/mira/code/harbor-payments";
const SHARDS = 8;

const COMMITS = [
  ["Give the lease back before retrying", "Bounds retries to two, and returns the connection to the pool on time-out instead of on the next call.\n\nsrc/pool/lease.rs | 48 +++++----\nsrc/gateway/retry.rs | 12 +-", "Mira Okafor"],
  ["Raise maximumPoolSize to 64", "The pool was exhausted twice during the sale; the database has room for 200.\n\nconfig/hikari.yaml | 2 +-", "Jonas Weiß"],
  ["Log who waits for a connection, and for how long", "A waiting caller now shows in the log after one second.\n\nsrc/pool/wait.rs | 31 +++", "Ana Reis"],
  ["Do not hold a connection while calling the bank", "The call takes up to 11 s and needs no transaction. Frees the pool for everybody else.\n\nsrc/bank/client.rs | 66 ++++----", "Mira Okafor"],
  ["Describe what to do when the pool runs dry", "Three steps, in the order in which they help.\n\ndocs/runbooks/pool.md | 54 ++++", "Jonas Weiß"],
];
const FILES = [
  ["docs/runbooks/pool.md", "When the pool runs dry: look at p99 of the gateway first. If all 64 connections are busy and callers wait, find who holds a connection for longer than a second."],
  ["src/pool/lease.rs", "/// Gives a connection back to the pool when dropped.\npub struct Lease<'p> { pool: &'p ConnectionPool, connection: Option<Connection>, taken: Instant }"],
  ["src/main/java/harbor/payments/ConnectionPool.java", "final class ConnectionPool implements AutoCloseable { private final Semaphore permits; /** Takes a connection, waiting at most {@code maxWait}. */ Connection take(Duration maxWait)"],
  ["config/hikari.yaml", "maximumPoolSize: 64\nconnectionTimeout: 5000\nleakDetectionThreshold: 10000"],
  ["README.md", "Payments of Harbor. Start with ./run, needs a database; the connection pool is described in docs/runbooks/pool.md."],
];
const MANY = 340;

const events = Array.from({ length: MANY }, (_, at) => (at % 2 ? commit(at) : file(at)));

function commit(at) {
  const [title, text, actor] = COMMITS[(at >> 1) % COMMITS.length];
  const sha = (at * 2654435761 + 77777).toString(16).padStart(8, "0").repeat(5).slice(0, 40);
  return { ...common(at), entityKey: `commit:${sha}`, kind: "commit", type: "commit.created", scope: "harbor-payments", actor, title, text, url: at === 1 ? "https://git.example/harbor/payments/commit/" + sha : null, revision: 0 };
}

function file(at) {
  const [path, text] = FILES[(at >> 1) % FILES.length];
  const name = at < 10 ? path : path.replace(/(\.\w+)$/, `_${at}$1`);
  return { ...common(at), entityKey: `file:3f9a1c22d0b7e854/${name}`, kind: "file", type: at % 3 ? "file.updated" : "file.created", scope: ROOT, actor: null, title: name, text, url: `file://${ROOT}/${name}`, revision: at % 4 };
}

function common(at) {
  const occurredAt = new Date(Date.now() - 1000 * 60 * (3 + at * at * 7)).toISOString();
  return { eventId: `${(at * 40503 + 911).toString(16).padStart(8, "0").repeat(8)}.0`, source: at % 5 === 4 ? "notes" : "payments", occurredAt, language: "en" };
}

function search(query) {
  const words = (query.get("q") ?? "").toLowerCase().split(/\W+/).filter(Boolean);
  const days = { "24h": 1, "7d": 7, "30d": 30 }[query.get("since")] ?? 1e6;
  const found = events
    .filter((event) => !query.get("source") || event.source === query.get("source"))
    .filter((event) => !query.get("kind") || event.kind === query.get("kind"))
    .filter((event) => Date.now() - Date.parse(event.occurredAt) < days * 86_400_000)
    .filter((event) => words.every((word) => `${event.title} ${event.text}`.toLowerCase().includes(word)));
  const hits = found.slice(0, Number(query.get("limit") ?? 20)).map(({ text, ...event }, at) => {
    const snippet = text.replaceAll("\n", " ");
    return { ...event, titleMarks: marks(event.title, words), snippet, snippetMarks: marks(snippet, words), score: words.length ? 9.41 - at * 0.13 : 0, tier: "hot" };
  });
  return { hits, total: found.length, totalIsExact: true, tookMs: 12, complete: true, parts: [{ tier: "hot", shards: SHARDS, answered: SHARDS }], query: Object.fromEntries(query) };
}

function marks(text, words) {
  return words.flatMap((word) => [...text.matchAll(new RegExp(`${word}\\w*`, "gi"))].map((match) => [match.index, match.index + match[0].length]));
}

function sources(state) {
  const done = Math.min(9_812, Math.round((Date.now() - state.started) / 1000) * 320 + 4_318);
  const reading = state.mode === "first-minute";
  const iso = new Date(Date.now() - 42_000).toISOString();
  return {
    sources: [
      {
        name: "payments", connector: "files", path: ROOT, state: "running", error: null, tasks: [{ id: 0, state: "RUNNING" }],
        scopes: [{ scope: ROOT, axis: "files", claimedAsOf: iso, processedCursor: "1763612345001", processedAsOf: iso }, { scope: "harbor-payments", axis: "commits", claimedAsOf: iso, processedCursor: "8f3c1ad9", processedAsOf: iso }],
        read: reading ? done : 12_904 + state.arrived, new: reading ? done : 11_387 + state.arrived, sightings: 0, duplicates: reading ? 0 : 1_514, deadLettered: 3, lastEventAt: iso, backfill: reading ? { done, total: 9_812 } : null,
      },
      {
        name: "notes", connector: "files", path: "/home/mira/notes", state: state.mode === "failed-source" ? "failed" : "running",
        error: state.mode === "failed-source" ? "The folder /home/mira/notes cannot be read: permission denied. Give the user that runs Alluvium the right to read it; the source tries again in 30 s." : null, tasks: [],
        scopes: [{ scope: "/home/mira/notes", axis: "files", claimedAsOf: iso, processedCursor: "1763612300112", processedAsOf: iso, openGaps: 1 }],
        read: 211, new: 204, sightings: 0, duplicates: 7, deadLettered: 0, lastEventAt: new Date(Date.now() - 3 * 3_600_000).toISOString(), backfill: null,
      },
    ],
  };
}

const PROBLEM = { type: "urn:alluvium:problem:query-since", title: "The time range '7x' cannot be read.", status: 400, detail: "The time range '7x' cannot be read. Ask with since=7d, or leave it out.", code: "QUERY_SINCE", remedy: "Ask with since=7d, or leave it out." };

/** Starts the stand-in; `mode` can be changed while it runs. */
export async function startFakeApi(mode = "calm") {
  const state = { mode, started: Date.now(), arrived: 0 };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    const json = (status, body) => response.writeHead(status, { "content-type": status < 400 ? "application/json" : "application/problem+json" }).end(JSON.stringify(body));
    if (state.mode === "gone") return request.socket.destroy();
    if (url.pathname === "/api/v1/sources") return json(200, state.mode === "no-source" ? { sources: [] } : sources(state));
    if (url.pathname === "/api/v1/search") {
      if (state.mode === "error") return json(400, PROBLEM);
      if (state.mode === "no-source" || state.mode === "empty") return json(200, { ...search(new URLSearchParams("q=zzzzz")), tookMs: 1 });
      const answer = search(url.searchParams);
      if (state.mode === "slow") await new Promise((done) => setTimeout(done, 1500));
      return json(200, state.mode === "partial" ? { ...answer, complete: false, parts: [{ tier: "hot", shards: SHARDS, answered: SHARDS - 1, failures: ["shard 3: no answer within 5.0 s"] }] } : answer);
    }
    const path = ["/", "/search", "/sources"].includes(url.pathname) ? "/index.html" : url.pathname;
    try {
      const body = await readFile(join(WEB, path));
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain", "content-security-policy": POLICY, "x-content-type-options": "nosniff" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { base: `http://127.0.0.1:${server.address().port}`, state, close: () => server.closeAllConnections() ?? server.close() };
}
