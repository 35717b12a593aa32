// The chat's API: see the table in docs/architecture.md.

const BASE = "/api/chat";
const TIMEOUT_MS = 15_000;

export function post(path, body = {}) {
  return fetch(`${BASE}/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}

// Outlives the page that sends it.
export function put(path, body) {
  return fetch(`${BASE}/${path}`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    keepalive: true,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}

export function read(path) {
  return fetch(`${BASE}/${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
}

export function history() {
  return fetch(`${BASE}/history`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
}

export function events(after) {
  return new EventSource(`${BASE}/events?after=${after}`);
}

export function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

// 1, 2, 4, 8 and then every 15 seconds, a little spread so that not everybody comes back at once.
export function backoff(tries) {
  return Math.min(15_000, 1000 * 2 ** tries) * (0.8 + 0.4 * Math.random());
}
