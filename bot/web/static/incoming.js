// The stream of what is said, opened again whenever it breaks, from the last message that was shown.

import { backoff, events, history, wait } from "./server.js";

const TROUBLE_AFTER_MS = 1500;
const STALE_AFTER_MS = 20_000;

export class Incoming {
  #source = null;
  #tries = 0;
  #trouble = 0;
  #hiddenAt = 0;
  #on;

  // `on`: after() -> seq, history(found), utterance(one), turn(turn, state), trouble(is), ended().
  constructor(on) {
    this.#on = on;
    addEventListener("online", () => this.#source && this.open());
    document.addEventListener("visibilitychange", () => this.#woken());
  }

  // The history first, then what comes after it.
  async load() {
    for (;;) {
      try {
        const response = await history();
        if (response.status === 401) return this.#on.ended();
        if (response.ok) {
          this.#on.history(await response.json());
          return this.open();
        }
      } catch {
        // No connection: the same as an answer that is none.
      }
      this.#on.trouble(true);
      await wait(backoff(this.#tries++));
    }
  }

  open() {
    this.close();
    const source = events(this.#on.after());
    this.#source = source;
    source.addEventListener("open", () => this.#up());
    source.addEventListener("utterance", ({ data }) => this.#on.utterance(JSON.parse(data)));
    source.addEventListener("turn", ({ data }) => this.#on.turn(JSON.parse(data)));
    source.addEventListener("error", () => this.#down(source));
  }

  close() {
    this.#source?.close();
    this.#source = null;
  }

  #up() {
    this.#tries = 0;
    clearTimeout(this.#trouble);
    this.#trouble = 0;
    this.#on.trouble(false);
  }

  // The browser tries again by itself, unless the server refused: then we ask why, and when.
  #down(source) {
    this.#trouble ||= setTimeout(() => this.#on.trouble(true), TROUBLE_AFTER_MS);
    if (source.readyState === EventSource.CLOSED && source === this.#source) {
      this.#source = null;
      wait(backoff(this.#tries++)).then(() => this.load());
    }
  }

  // A telephone that slept may hold a connection that is dead without knowing.
  #woken() {
    if (document.visibilityState === "hidden") this.#hiddenAt = Date.now();
    else if (this.#source && Date.now() - this.#hiddenAt > STALE_AFTER_MS) this.open();
  }
}
