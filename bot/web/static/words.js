// Turns what was said into DOM nodes. Text only ever becomes text nodes: nothing a person wrote is parsed as HTML.

const PIECES = /\*\*(?<bold>[^*\n]+)\*\*|(?<url>(?:https?:\/\/|www\.)[^\s<>"'`]+)|(?<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?<=^|[\s(])(?<page>\/(?:privacy|accessibility|drafts(?:\/[0-9a-f]{32})?))\b/gu;
const AFTER_LINK = /[.,;:!?]+$/u;
const TURNS_DIRECTION = /[\u202a-\u202e\u2066-\u2069]/gu;
const LIST_ITEM = /^\s*[-•]\s+/u;

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// Characters that turn the writing direction could make a text look like another one: they are shown, not obeyed.
export function plain(text) {
  return text.replace(TURNS_DIRECTION, (mark) => `⟦U+${mark.codePointAt(0).toString(16).toUpperCase()}⟧`);
}

export function asWritten(text) {
  return element("p", { className: "person-text", dir: "auto" }, plain(text));
}

export function paragraphs(text) {
  return plain(text).split(/\n{2,}/u).flatMap(blocks);
}

function blocks(paragraph) {
  const runs = [];
  for (const line of paragraph.split("\n")) {
    const isItem = LIST_ITEM.test(line);
    if (runs.length === 0 || runs.at(-1).isItem !== isItem) runs.push({ isItem, lines: [] });
    runs.at(-1).lines.push(line.replace(LIST_ITEM, ""));
  }
  return runs.map(({ isItem, lines }) =>
    isItem
      ? element("ul", {}, ...lines.map((line) => element("li", {}, ...inline(line))))
      : element("p", { dir: "auto" }, ...inline(lines.join("\n"))),
  );
}

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(PIECES)) {
    nodes.push(text.slice(end, found.index), ...piece(found));
    end = found.index + found[0].length;
  }
  return [...nodes, text.slice(end)];
}

function piece(found) {
  const { bold, url, mail, page } = found.groups;
  if (bold) return [element("strong", {}, ...inline(bold))];
  if (mail) return [element("a", { href: `mailto:${mail}` }, mail)];
  if (page) return [link(page, page)];
  const rest = trailing(url);
  const address = url.slice(0, url.length - rest.length);
  return [link(address.startsWith("www.") ? `https://${address}` : address, address), rest];
}

function trailing(url) {
  const marks = url.match(AFTER_LINK)?.[0] ?? "";
  const before = url.slice(0, url.length - marks.length);
  return before.endsWith(")") && !before.includes("(") ? `)${marks}` : marks;
}

function link(href, text) {
  return element("a", { href, target: "_blank", rel: "noopener noreferrer" }, text);
}
