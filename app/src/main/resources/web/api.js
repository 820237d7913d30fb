// The one way to the server. Keeps watch over the connection, so that the page can say when it is lost.

/** What the server says went wrong (RFC 9457), ready to be shown. */
export class Problem extends Error {
  constructor({ title, detail, remedy, code, status }) {
    super(title ?? `The server answered with status ${status}`);
    Object.assign(this, { detail, remedy, code, status });
  }
}

/** No answer from the server at all. */
export class Unreachable extends Error {}

const TIME_LIMIT_MS = 30_000;
const listeners = new Set();
let lastAnswer = new Date();
let lost = false;

/** Calls back with {lost, lastAnswer} each time the connection is lost or comes back. */
export function onConnection(listener) {
  listeners.add(listener);
}

/**
 * Asks for JSON.
 * @throws {Problem} when the server says no
 * @throws {Unreachable} when there is no answer
 */
export async function getJson(path, signal) {
  const limit = AbortSignal.timeout(TIME_LIMIT_MS);
  let response;
  let body;
  try {
    response = await fetch(path, {
      headers: { accept: "application/json, application/problem+json" },
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    body = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    tell(true);
    throw new Unreachable("No answer from the server", { cause: error });
  }
  tell(false);
  const json = parse(body);
  if (!response.ok) throw new Problem({ ...json, status: response.status });
  if (json === undefined) throw new Problem({ title: "The answer is not JSON", detail: path, status: response.status });
  return json;
}

function parse(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function tell(nowLost) {
  if (!nowLost) lastAnswer = new Date();
  if (nowLost === lost) return;
  lost = nowLost;
  for (const listener of listeners) listener({ lost, lastAnswer });
}
