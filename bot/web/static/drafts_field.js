// One field of a draft: saved a second after the typing stops, and never over what somebody else has written.
//
// `version` is that of the answer the text was typed over. Where another one stands there now, both texts are shown and
// the person chooses; until then nothing is sent.

import { backoff } from "./server.js";
import { plain } from "./words.js";

const QUIET_MS = 1000;
const TROUBLES = { 401: "ended", 403: "gone", 404: "gone", 413: "too_long", 400: "refused", 415: "refused" };
const UNTIL_TYPED = new Set(["complaint", ...Object.values(TROUBLES)]);

export class Field {
  id;
  label;
  state = "clean"; // clean, unsaved, saving, retrying, complaint, conflict, or one of TROUBLES
  #root;
  #input;
  #words;
  #save;
  #clock;
  #on;
  #version;
  #base; // the text that stands on the server, as it was typed or shown here
  #settled = null; // how the server wrote what was typed; shown once the field is left
  #lost = null; // a text whose save had no answer: it may stand on the server
  #theirs = null; // what stands there instead of what we typed over
  #news = null; // a newer text, shown once the field is left
  #timer = 0;
  #isSaving = false;
  #tries = 0;

  // `save(id, {text, version})` -> response; `on`: changed(field), saved(answer); `clock(at)` -> text.
  constructor({ root, words, save, clock, on }) {
    this.id = root.dataset.field;
    this.label = root.dataset.label;
    this.#root = root;
    this.#input = root.querySelector("textarea, input, select");
    this.#words = words;
    this.#save = save;
    this.#clock = clock;
    this.#on = on;
    this.#version = Number(root.dataset.version);
    this.#base = this.#input.value;
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("blur", () => this.#left());
  }

  get isDirty() {
    return this.#input.value !== this.#base;
  }

  // What is to be kept over a reload; null where the server has it all.
  get kept() {
    return this.isDirty ? { text: this.#input.value, version: this.#version } : null;
  }

  restore({ text, version }) {
    if (text === this.#input.value) return;
    this.#input.value = text;
    this.#version = version;
    this.#typed();
    this.saveNow();
  }

  saveNow() {
    clearTimeout(this.#timer);
    if (this.isDirty && !this.#theirs && !this.#isSaving && !UNTIL_TYPED.has(this.state)) this.#try();
  }

  // The field as the server has it now.
  refresh(remote) {
    if (this.#isSaving || remote.version === (this.#theirs ?? this.#news)?.version) return;
    if (remote.version === this.#version) {
      this.#mark(remote);
    } else if (remote.text === this.#input.value || (!this.isDirty && document.activeElement !== this.#input)) {
      const isNew = remote.text !== this.#input.value;
      this.#adopt(remote);
      if (isNew) this.#note(`${this.#words.news} ${this.#whose(remote)}. ${this.#words.updated}`);
    } else if (this.isDirty) {
      this.#conflict(remote);
    } else {
      this.#tell(remote);
    }
  }

  #typed() {
    this.#tries = 0;
    if (this.#theirs) return this.#on.changed(this);
    this.#complain("");
    this.#become(this.isDirty ? "unsaved" : "clean");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.saveNow(), QUIET_MS);
  }

  #left() {
    if (this.isDirty) return this.saveNow();
    if (this.#news) return this.#adopt(this.#news);
    if (this.#settled !== null) this.#show(this.#settled);
  }

  async #try() {
    const text = this.#input.value;
    this.#isSaving = true;
    this.#become("saving");
    const answer = await this.#save(this.id, { text, version: this.#version }).catch(() => null);
    const body = await answer?.json().catch(() => null);
    this.#isSaving = false;
    if (answer?.ok && body) this.#saved(text, body);
    else if (answer?.status === 409 && body) this.#taken(body.theirs);
    else if (answer?.status === 422 && body) this.#complain(body.text);
    else if (answer && TROUBLES[answer.status]) this.#become(TROUBLES[answer.status]);
    else this.#later(text, answer);
  }

  #saved(text, answer) {
    this.#tries = 0;
    this.#lost = null;
    this.#news = null;
    this.#version = answer.version;
    this.#base = text;
    this.#settled = answer.text;
    this.#mark(answer);
    this.#clear(".news");
    this.#note("");
    this.#on.saved(answer);
    if (this.isDirty) {
      this.#become("unsaved");
      this.#timer = setTimeout(() => this.saveNow(), QUIET_MS);
      return;
    }
    this.#become("clean");
    this.#note(`${this.#words.saved} ${this.#clock(answer.saved_at)}`);
    if (document.activeElement !== this.#input) this.#show(this.#settled);
  }

  // Our own text whose save had no answer is no one else's.
  #taken(theirs) {
    if (this.#lost === null || theirs.text.trim() !== this.#lost.trim()) return this.#conflict(theirs);
    this.#version = theirs.version;
    this.#lost = null;
    this.#try();
  }

  #later(text, answer) {
    if (answer?.status !== 429) this.#lost = text;
    this.#become("retrying");
    const seconds = Number(answer?.headers.get("Retry-After") ?? 0);
    this.#timer = setTimeout(() => this.saveNow(), Math.max(seconds * 1000, backoff(this.#tries++)));
  }

  #conflict(theirs) {
    clearTimeout(this.#timer);
    this.#theirs = theirs;
    this.#news = null;
    this.#clear(".news, .conflict");
    const shown = this.#clone("conflict");
    const find = (name) => shown.querySelector(`.conflict-${name}`);
    find("whose").textContent = `${this.#words.theirs} ${this.#whose(theirs)}`;
    find("theirs").textContent = theirs.text ? plain(theirs.text) : this.#words.emptied;
    find("keep").addEventListener("click", () => this.#keepMine());
    find("take").addEventListener("click", () => this.#takeTheirs());
    this.#become("conflict");
  }

  #keepMine() {
    const { version, text } = this.#theirs;
    this.#settle();
    this.#version = version;
    this.#base = text;
    this.#become("unsaved");
    if (this.isDirty) this.saveNow();
    else this.#become("clean");
  }

  #takeTheirs() {
    const theirs = this.#theirs;
    this.#settle();
    this.#adopt(theirs);
  }

  #settle() {
    this.#theirs = null;
    this.#lost = null;
    this.#clear(".conflict");
    this.#input.focus();
  }

  #tell(remote) {
    this.#news = remote;
    this.#clear(".news");
    const shown = this.#clone("news");
    shown.querySelector(".news-whose").textContent = `${this.#words.news} ${this.#whose(remote)}`;
    shown.querySelector(".news-show").addEventListener("click", () => {
      this.#adopt(remote);
      this.#input.focus();
    });
    this.#on.changed(this);
  }

  #adopt(remote) {
    this.#theirs = null;
    this.#news = null;
    this.#lost = null;
    this.#version = remote.version;
    this.#show(remote.text);
    this.#mark(remote);
    this.#complain("");
    this.#clear(".news, .conflict");
    this.#become("clean");
  }

  #show(text) {
    this.#settled = null;
    if (this.#input.value !== text) this.#input.value = text;
    this.#base = this.#input.value;
  }

  #mark({ mark, state }) {
    if (mark === undefined) return;
    const shown = this.#root.querySelector(".mark-of");
    if (shown.textContent !== mark) shown.textContent = mark;
    shown.className = `mark-of ${state}`;
  }

  #complain(text) {
    this.#root.querySelector(".problem").textContent = text;
    this.#input.toggleAttribute("aria-invalid", false);
    if (!text) return;
    this.#input.setAttribute("aria-invalid", "true");
    this.#become("complaint");
  }

  #note(text) {
    this.#root.querySelector(".saving").textContent = text;
  }

  #become(state) {
    this.state = state;
    if (state !== "clean") this.#note(this.#words[state] ?? "");
    this.#on.changed(this);
  }

  #whose({ author, at }) {
    return at ? `${author}, ${this.#words.clock} ${this.#clock(at)}` : "";
  }

  #clone(name) {
    this.#root.querySelector(".saving").after(document.getElementById(name).content.cloneNode(true));
    return this.#root.querySelector(`.${name}`);
  }

  #clear(selector) {
    this.#root.querySelectorAll(selector).forEach((shown) => shown.remove());
  }
}
