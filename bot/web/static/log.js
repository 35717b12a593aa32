// The conversation as it is shown: both sides in the server's order, one's own unsent messages last.

import { asWritten, element, paragraphs, plain } from "./words.js";

const TYPING_AFTER_MS = 1000;
const CITY_ZONE = "Europe/Helsinki";

export class Log {
  #root;
  #typing;
  #texts;
  #press;
  #elements = new Map(); // by seq
  #own = new Map(); // by turn: sent from this page, not numbered yet
  #working = new Map(); // by turn: the timer, until the typing sign shows
  last = 0;

  constructor({ root, typing, texts, press }) {
    this.#root = root;
    this.#typing = typing;
    this.#texts = texts;
    this.#press = press;
  }

  knows(turn) {
    return this.#own.has(turn);
  }

  // A message that is on its way; `accepted` or `refused` follows.
  sending(text) {
    const note = element("span", { className: "time note" }, this.#texts.sending);
    const shown = this.#message("person", this.#texts.you, [asWritten(text)], [note]);
    this.#root.append(shown);
    return shown;
  }

  accepted(shown, turn) {
    shown.querySelector(".note")?.remove();
    this.#own.set(turn, shown);
  }

  refused(shown) {
    shown.querySelector(".note").textContent = this.#texts.refused;
  }

  add(utterance) {
    if (this.#elements.has(utterance.seq)) return null;
    const own = this.#own.get(utterance.turn);
    const isOwn = utterance.from === "person" && own !== undefined;
    const shown = isOwn ? own : this.#shownAs(utterance);
    if (isOwn) {
      this.#own.delete(utterance.turn);
      shown.append(this.#time(utterance.at));
    }
    this.#elements.set(utterance.seq, shown);
    this.last = Math.max(this.last, utterance.seq);
    this.#place(shown, utterance.seq);
    if (utterance.from === "bot") this.turn(utterance.turn, "done");
    if (utterance.kind === "press") this.#mark(utterance);
    return shown;
  }

  turn(turn, state) {
    if (state === "working" && !this.#working.has(turn)) {
      this.#working.set(turn, setTimeout(() => (this.#typing.textContent = this.#texts.typing), TYPING_AFTER_MS));
    } else if (state !== "working") {
      clearTimeout(this.#working.get(turn));
      this.#working.delete(turn);
      if (this.#working.size === 0) this.#typing.textContent = "";
    }
  }

  // Screen readers are not read a whole history: it is no news.
  quietly(change) {
    this.#root.setAttribute("aria-busy", "true");
    change();
    requestAnimationFrame(() => this.#root.removeAttribute("aria-busy"));
  }

  empty() {
    for (const turn of [...this.#working.keys()]) this.turn(turn, "dead");
    for (const shown of this.#elements.values()) shown.remove();
    for (const shown of this.#own.values()) shown.remove();
    this.#elements.clear();
    this.#own.clear();
    this.last = 0;
  }

  #place(shown, seq) {
    shown.dataset.seq = seq;
    const next = [...this.#root.children].find((other) => other !== shown && Number(other.dataset.seq ?? Infinity) > seq) ?? null;
    if (shown.parentNode !== this.#root || shown.nextElementSibling !== next) this.#root.insertBefore(shown, next);
  }

  #shownAs(utterance) {
    if (utterance.from === "person") {
      return this.#message("person", this.#texts.you, [asWritten(utterance.text)], [this.#time(utterance.at)]);
    }
    const isAdviser = utterance.kind === "case_answer";
    const content = [...this.#quote(utterance.quote), ...paragraphs(utterance.text), ...this.#documents(utterance.documents)];
    const under = [...this.#buttons(utterance.buttons), this.#time(utterance.at)];
    const shown = this.#message(`bot ${utterance.kind}`, isAdviser ? this.#texts.adviser : this.#texts.bot, content, under);
    if (isAdviser) shown.querySelector(".visually-hidden").className = "author";
    return shown;
  }

  #message(kind, author, content, under) {
    const name = element("span", { className: "visually-hidden" }, `${author}: `);
    return element("div", { className: `message ${kind}` }, name, element("div", { className: "bubble" }, ...content), ...under);
  }

  #quote(quote) {
    if (!quote) return [];
    return [element("blockquote", {}, element("p", { dir: "auto" }, `${this.#texts.you_asked} ${plain(quote)}`))];
  }

  #documents(documents) {
    if (documents.length === 0) return [];
    const links = documents.map(({ name, url }) => element("li", {}, element("a", { href: url, download: name }, plain(name))));
    return [element("ul", { className: "documents", ariaLabel: this.#texts.documents }, ...links)];
  }

  #buttons(buttons) {
    if (buttons.length === 0) return [];
    const made = buttons.map(({ label, token }) => {
      const button = element("button", { type: "button" }, label);
      button.dataset.label = label;
      button.addEventListener("click", () => {
        this.#choose(button);
        this.#press({ label, token });
      });
      return button;
    });
    const group = element("div", { className: "choices" }, ...made);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.#texts.choices);
    return [group];
  }

  // The newest message before the press that offered this choice.
  #mark(utterance) {
    const before = [...this.#root.children].filter((shown) => Number(shown.dataset.seq ?? Infinity) < utterance.seq).reverse();
    for (const shown of before) {
      const button = [...shown.querySelectorAll(".choices button")].find(({ dataset }) => dataset.label === utterance.text);
      if (button) return this.#choose(button);
    }
    return undefined;
  }

  #choose(button) {
    if (button.classList.contains("chosen")) return;
    button.classList.add("chosen");
    button.append(element("span", { className: "visually-hidden" }, ` (${this.#texts.chosen})`));
  }

  #time(at) {
    const moment = new Date(at);
    const language = document.documentElement.lang;
    const isToday = day(moment) === day(new Date());
    const options = { hour: "2-digit", minute: "2-digit", ...(isToday ? {} : { day: "numeric", month: "numeric", year: "numeric" }) };
    const inCity = moment.toLocaleString(language, { ...options, timeZone: CITY_ZONE });
    const isElsewhere = inCity !== moment.toLocaleString(language, options);
    return element("time", { className: "time", dateTime: at }, isElsewhere ? `${inCity} (${this.#texts.city_time})` : inCity);
  }
}

function day(moment) {
  return moment.toLocaleDateString("en-CA", { timeZone: CITY_ZONE });
}
