// The page of one draft: its fields, what is missing, and what others write meanwhile.

import { Field } from "./drafts_field.js";
import { put, read } from "./server.js";
import { element } from "./words.js";

const LOOK_EVERY_MS = 10_000;
const CITY_ZONE = "Europe/Helsinki";
const WORST_FIRST = ["ended", "gone", "conflict", "retrying", "refused", "too_long", "complaint"];

const byId = (id) => document.getElementById(id);
const main = byId("content");
const words = JSON.parse(main.dataset.words);
const idea = main.dataset.idea;
const language = document.documentElement.lang;
const KEPT = `draft:${idea}`;
let saves = 0;
let savedAt = "";
let isLooking = false;

const fields = [...document.querySelectorAll("[data-field]")].map((root) => new Field({ root, words, save, clock, on: { changed, saved } }));

function clock(at) {
  return new Date(at).toLocaleTimeString(language, { hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone: CITY_ZONE });
}

function save(id, body) {
  saves += 1;
  return put(`drafts/${idea}/fields/${id}?lang=${language}`, body);
}

function saved({ saved_at, complete, missing }) {
  saves += 1;
  savedAt = saved_at;
  showWhole({ complete, missing });
}

function showWhole({ complete, missing }) {
  document.querySelector(".share-text").textContent = complete.text;
  document.querySelector(".share progress").value = complete.percent;
  const links = missing.map(({ field, label }) => element("li", {}, element("a", { href: `#in-${field}` }, label)));
  const shown = [...byId("missing").children].map((one) => one.textContent).join();
  if (shown !== missing.map(({ label }) => label).join()) byId("missing").replaceChildren(...links);
  byId("nothing-missing").hidden = missing.length > 0;
}

function changed(field) {
  keep();
  const worst = WORST_FIRST.find((state) => fields.some((one) => one.state === state));
  const named = fields.find((one) => one.state === worst) ?? field;
  say(worst ? { conflict: `${words.choose} ${named.label}`, complaint: `${words.check} ${named.label}` }[worst] ?? words[worst] : savedWords());
}

function savedWords() {
  return savedAt ? `${words.saved} ${clock(savedAt)}` : "";
}

// Said once: a text that is there already is not announced again.
function say(text) {
  if (byId("status").textContent !== text) byId("status").textContent = text;
}

// What the server does not have yet survives a reload; it is gone from here the moment the server has it.
function keep() {
  const kept = fields.filter((one) => one.kept && one.state !== "ended").map((one) => [one.id, one.kept]);
  if (kept.length === 0) sessionStorage.removeItem(KEPT);
  else sessionStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(kept)));
}

// An answer that was asked for before something was saved here tells of the past.
async function look() {
  if (isLooking || document.visibilityState !== "visible") return;
  isLooking = true;
  const before = saves;
  const answer = await read(`drafts/${idea}?lang=${language}`).catch(() => null);
  const found = answer?.ok ? await answer.json().catch(() => null) : null;
  isLooking = false;
  if (!found || saves !== before) return;
  for (const remote of found.fields) fields.find((one) => one.id === remote.id)?.refresh(remote);
  showWhole(found);
}

function saveAll() {
  fields.forEach((one) => one.saveNow());
}

document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? look() : saveAll()));
addEventListener("pagehide", saveAll);
addEventListener("online", saveAll);
addEventListener("focus", look);
addEventListener("pageshow", ({ persisted }) => persisted && look());
addEventListener("beforeunload", (event) => {
  if (fields.some((one) => one.kept && WORST_FIRST.includes(one.state))) event.preventDefault();
});

const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
for (const field of fields) if (kept[field.id]) field.restore(kept[field.id]);
setInterval(look, LOOK_EVERY_MS);
