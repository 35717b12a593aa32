// The chat page: wires the log, what goes out and what comes in.

import { Incoming } from "./incoming.js";
import { preparePanel } from "./later.js";
import { Log } from "./log.js";
import { Outgoing } from "./outgoing.js";
import { post } from "./server.js";

const SEEN_AFTER_MS = 400;
const NEAR_END_PX = 240;

const byId = (id) => document.getElementById(id);
const main = byId("chat");
const texts = JSON.parse(main.dataset.texts);
const limit = Number(main.dataset.limit);
const field = byId("text");
const problem = byId("problem");
const held = []; // lines of the person that may be answers to posts still on their way
const troubles = { sending: "", stream: "" };
let seen = 0;
let seenTimer = 0;

const log = new Log({ root: byId("log"), typing: byId("typing"), texts, press: ({ label, token }) => say(label, { press: token }) });

const outgoing = new Outgoing({
  hasSession: main.dataset.session === "yes",
  language: document.documentElement.lang,
  on: {
    began: () => incoming.open(),
    shown: (label) => log.sending(label),
    accepted: ({ element }, turn) => {
      log.accepted(element, turn);
      release();
    },
    refused: ({ element }) => {
      log.refused(element);
      release();
    },
    trouble: (key) => tell("sending", key),
    ended,
  },
});

const incoming = new Incoming({
  after: () => Math.max(log.last, ...held.map(({ seq }) => seq)),
  history: ({ utterances, pending }) => {
    const isFirst = log.last === 0 && utterances.length > 0;
    if (isFirst) log.quietly(() => utterances.forEach(take));
    else utterances.forEach(take);
    pending.forEach((turn) => log.turn(turn, "working"));
    if (isFirst) scrollTo({ top: document.body.scrollHeight, behavior: "instant" });
  },
  utterance: (utterance) => {
    const isFollowed = isNearEnd();
    const shown = take(utterance);
    if (shown && isFollowed) show(shown);
  },
  turn: ({ turn, state }) => log.turn(turn, state),
  trouble: (is) => tell("stream", is ? "offline" : ""),
  ended,
});

function take(utterance) {
  if (utterance.from === "person" && outgoing.isUncertain && !log.knows(utterance.turn)) {
    held.push(utterance);
    return null;
  }
  const shown = log.add(utterance);
  if (utterance.from === "bot") markSeen();
  return shown;
}

function release() {
  held.splice(0).forEach(take);
}

function say(label, body) {
  outgoing.send(label, body);
  scrollTo({ top: document.body.scrollHeight });
  // On a touch screen the focus would bring up the keyboard over the answer.
  if (!matchMedia("(pointer: coarse)").matches) field.focus({ preventScroll: true });
}

function isNearEnd() {
  return document.documentElement.scrollHeight - innerHeight - scrollY < NEAR_END_PX;
}

// A long answer is shown from its beginning, a short one at the end of the page.
function show(shown) {
  const isLong = shown.offsetHeight > innerHeight / 2;
  if (isLong) shown.scrollIntoView({ block: "start" });
  else scrollTo({ top: document.body.scrollHeight });
}

function markSeen() {
  clearTimeout(seenTimer);
  seenTimer = setTimeout(async () => {
    if (document.visibilityState !== "visible" || log.last <= seen || !outgoing.hasSession) return;
    const upTo = log.last;
    const answer = await post("seen", { seq: upTo }).catch(() => null);
    if (answer?.ok) seen = upTo;
  }, SEEN_AFTER_MS);
}

function tell(who, key) {
  troubles[who] = key;
  const now = troubles.sending || troubles.stream;
  const words = now ? texts[now] : "";
  if (byId("connection").textContent !== words) byId("connection").textContent = words;
}

function ended() {
  incoming.close();
  outgoing.hasSession = false;
  held.length = 0;
  log.empty();
  troubles.stream = "";
  byId("connection").textContent = texts.ended;
}

function complain(isTooLong) {
  problem.textContent = isTooLong ? problem.dataset.tooLong : "";
  field.toggleAttribute("aria-invalid", false);
  if (isTooLong) field.setAttribute("aria-invalid", "true");
}

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  const isTooLong = [...text].length > limit;
  complain(isTooLong);
  if (text && !isTooLong) {
    field.value = "";
    field.rows = 1;
    say(text, { text });
  } else {
    field.focus();
  }
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId("composer").requestSubmit();
  }
});

field.addEventListener("input", () => {
  field.rows = Math.min(6, field.value.split("\n").length);
  if (problem.textContent && [...field.value.trim()].length <= limit) complain(false);
});

byId("starters").addEventListener("click", ({ target }) => {
  if (target.matches("button")) say(target.textContent.trim(), { text: target.textContent.trim() });
});

document.addEventListener("visibilitychange", markSeen);

preparePanel({ texts, hasSession: () => outgoing.hasSession, forget: () => outgoing.forget() });
byId("composer").hidden = false;
byId("starters").hidden = false;
outgoing.restore();
if (outgoing.hasSession) incoming.load();
