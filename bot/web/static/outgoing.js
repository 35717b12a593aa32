// What the person sends: in order, each with its own id, again with the same id until the server has it.
//
// Until then it is kept in sessionStorage, so that a reload without a connection loses nothing. The moment the server
// has it, it is gone from there; so it is when the tab closes or the person leaves.

import { backoff, post, wait } from "./server.js";

const KEPT = "unsent";
const FOR_GOOD = new Set([400, 403, 404, 413, 415]);

export class Outgoing {
  #queue = [];
  #isRunning = false;
  #tries = 0;
  #wake = () => {};
  #on;
  #language;
  hasSession;

  // `on`: began(), shown(label) -> element, accepted(item, turn), refused(item), trouble(key), ended().
  constructor({ hasSession, language, on }) {
    this.hasSession = hasSession;
    this.#language = language;
    this.#on = on;
    addEventListener("online", () => this.#wake());
  }

  // Posts whose answer is not known: the server may have them already.
  get isUncertain() {
    return this.#queue.some((item) => item.wasTried);
  }

  get size() {
    return this.#queue.length;
  }

  send(label, body) {
    this.#add({ id: newId(), label, body, wasTried: false });
    this.#keep();
  }

  restore() {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    for (const { id, label, body } of kept) this.#add({ id, label, body, wasTried: true });
  }

  forget() {
    this.#queue.length = 0;
    this.#keep();
  }

  #add(item) {
    item.element = this.#on.shown(item.label);
    this.#queue.push(item);
    this.#run();
  }

  async #run() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#queue.length > 0) {
      const pause = await this.#try(this.#queue[0]);
      if (pause > 0) await Promise.race([wait(pause), new Promise((resolve) => (this.#wake = resolve))]);
    }
    this.#isRunning = false;
  }

  // Milliseconds to wait before the next try; 0 where this message is settled.
  async #try(item) {
    try {
      if (!this.hasSession) {
        const opened = await post("session");
        if (!opened.ok) return this.#later(opened);
        this.hasSession = true;
        this.#on.began();
      }
      item.wasTried = true;
      return await this.#judge(item, await post("messages", { id: item.id, lang: this.#language, ...item.body }));
    } catch {
      return this.#later();
    }
  }

  async #judge(item, response) {
    if (response.status === 202) {
      const { turn } = await response.json();
      this.#settle(item);
      this.#on.accepted(item, turn);
      return 0;
    }
    if (response.status === 401) {
      this.hasSession = false;
      this.#on.ended();
      return 1;
    }
    if (FOR_GOOD.has(response.status)) {
      this.#settle(item);
      this.#on.refused(item);
      return 0;
    }
    return this.#later(response);
  }

  #later(response) {
    this.#on.trouble(response?.status === 429 ? "busy" : "offline");
    const seconds = Number(response?.headers.get("Retry-After") ?? 0);
    return Math.max(seconds * 1000, backoff(this.#tries++));
  }

  #settle(item) {
    this.#tries = 0;
    this.#queue = this.#queue.filter((other) => other !== item);
    this.#keep();
    this.#on.trouble("");
  }

  #keep() {
    if (this.#queue.length === 0) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify(this.#queue.map(({ id, label, body }) => ({ id, label, body }))));
  }
}

// crypto.randomUUID is missing on plain http.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
