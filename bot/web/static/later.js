// The panel for coming back later, and for leaving.

import { post } from "./server.js";

export function preparePanel({ texts, hasSession, forget }) {
  const byId = (id) => document.getElementById(id);
  const panel = byId("later");
  byId("later-open").hidden = false;
  byId("later-open").addEventListener("click", () => panel.showModal());
  byId("later-close").addEventListener("click", () => panel.close());

  const note = byId("code-note");
  byId("code-get").addEventListener("click", async () => {
    if (!hasSession()) {
      note.textContent = texts.no_code_yet;
      return;
    }
    const answer = await ask("code");
    if (!answer.ok) {
      note.textContent = failure(texts, answer);
      return;
    }
    note.textContent = "";
    byId("code").textContent = (await answer.json()).code;
    byId("code-shown").hidden = false;
    byId("code-get").hidden = true;
    byId("code-copy").focus();
  });
  byId("code-copy").addEventListener("click", async () => {
    await navigator.clipboard?.writeText(byId("code").textContent);
    note.textContent = texts.copied;
  });

  byId("return").addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = byId("return-code");
    const answer = await ask("return", { code: field.value });
    if (answer.ok) {
      forget();
      location.reload();
      return;
    }
    field.setAttribute("aria-invalid", "true");
    byId("return-note").textContent = failure(texts, answer);
    field.focus();
  });

  byId("leave").addEventListener("click", async () => {
    const answer = await ask("leave");
    if (answer.ok) {
      forget();
      location.reload();
      return;
    }
    byId("leave-note").textContent = texts.failed;
  });
}

async function ask(path, body) {
  try {
    return await post(path, body);
  } catch {
    return { ok: false, status: 0 };
  }
}

function failure(texts, { status }) {
  return { 404: texts.code_unknown, 429: texts.too_many_codes }[status] ?? texts.failed;
}
