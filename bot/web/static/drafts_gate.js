// Without a session: a return code leads to the ideas.

import { post, read } from "./server.js";

const byId = (id) => document.getElementById(id);
const words = JSON.parse(byId("content").dataset.words);

function enter() {
  location.replace(location.pathname + location.search);
}

// Who comes by a link from another site brings no cookie (it is SameSite=Strict), but may well have one.
async function knock() {
  const answer = await read("drafts").catch(() => null);
  if (answer?.ok) enter();
}

byId("return").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = byId("return-code");
  const answer = await post("return", { code: field.value }).catch(() => ({ ok: false, status: 0 }));
  if (answer.ok) return enter();
  field.setAttribute("aria-invalid", "true");
  byId("return-note").textContent = { 404: words.code_unknown, 429: words.too_many_codes }[answer.status] ?? words.failed;
  field.focus();
});

if ("mayBeKnown" in byId("content").dataset) knock();
