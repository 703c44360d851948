// Extracts the text of mails and event descriptions. Their HTML is untrusted and is never rendered.
import { truncateCodePoints } from "./truncate.ts";

const maxHtmlLength = 500_000;
/** Elements whose content readers do not see. */
const hiddenElements = ["script", "style", "head", "title", "template", "svg"];
const blockTag = /^\/?(?:p|div|br|li|ul|ol|tr|table|h[1-6]|blockquote|hr|section|article|header|footer)$/;

/**
 * Converts HTML to plain text, one line per block. It makes one pass from left to right, so no input makes it slow.
 * The result must be escaped like any other text before it is shown.
 */
export function htmlToText(html: string): string {
  const source = truncateCodePoints(html, maxHtmlLength);
  // Only ASCII letters: others can change length in lower case, which would shift all later positions.
  const lower = source.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const parts: string[] = [];
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf("<", at);
    parts.push(source.slice(at, open === -1 ? undefined : open).replace(/\s+/g, " "));
    if (open === -1) break;
    const tag = readTag(lower, open);
    parts.push(tag.text);
    at = tag.end;
  }
  const text = decodeEntities(parts.join(""));
  const lines = text.split("\n").map((line) => line.replace(/[\s\u200b\ufeff]+/g, " ").trim());
  return lines.filter((line) => line !== "").join("\n");
}

const openingTag = /<([!?]|\/?[a-z][a-z0-9]{0,15})/y;

/** The text a tag at `open` stands for and where to continue. A `<` that starts no tag is kept as text. */
function readTag(lower: string, open: number): { readonly text: string; readonly end: number } {
  if (lower.startsWith("<!--", open)) return { text: "", end: indexAfter(lower, "-->", open + 4) };
  openingTag.lastIndex = open;
  const [, name] = openingTag.exec(lower) ?? [];
  if (name === undefined) return { text: "<", end: open + 1 };
  const end = indexAfter(lower, ">", open);
  if (hiddenElements.includes(name)) {
    const close = lower.indexOf(`</${name}`, end);
    return { text: " ", end: close === -1 ? lower.length : indexAfter(lower, ">", close) };
  }
  return { text: blockTag.test(name) ? "\n" : "", end };
}

function indexAfter(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found === -1 ? text.length : found + end.length;
}

const namedEntities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** Decodes each entity once, from left to right: `&amp;lt;` becomes `&lt;`. Only the common named entities are known. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return namedEntities[name.toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    const isText = point >= 0x20 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
    return isText ? String.fromCodePoint(point) : " ";
  });
}
