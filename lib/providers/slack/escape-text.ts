// User-written text inside Slack's markup: escaped, so that it is never read as markup.
import { truncate } from "../../truncate.ts";

/** docs.slack.dev/messaging/formatting-message-text#escaping: only these three. */
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Control characters except tab and line feed, and characters that change the text direction. */
const invisibleCharacters = /(?![\t\n])\p{Cc}|\p{Bidi_Control}/gu;

/**
 * Escapes a text, so that it holds no mention and no link. It is cut at `maxLength` characters, counted after escaping as Slack
 * does, and then ends in an ellipsis.
 */
export function escapeText(text: string, maxLength: number): string {
  const clean = cleanText(text);
  const whole = escapeEntities(clean);
  if (whole.length <= maxLength) return whole;
  // Each escaped character takes more room, so the text before it becomes shorter by as much.
  let [cut, left] = [truncate(clean, maxLength - 1), maxLength - 1];
  for (let size = escapeEntities(cut).length; size > maxLength - 1; size = escapeEntities(cut).length) {
    left -= Math.max(1, Math.ceil((size - maxLength + 1) / 5));
    cut = truncate(cut, left);
  }
  return `${escapeEntities(cut).trimEnd()}…`;
}

const escapeEntities = (text: string): string =>
  text.replace(/[&<>]/g, (character) => entities[character] ?? character);

const cleanText = (text: string): string =>
  text.toWellFormed().replace(/\r\n?/g, "\n").replace(invisibleCharacters, "").trim();

const maxUrlLength = 2000;

/** A link in Slack's markup; only the label unless the address is http or https. */
export function formatLink(address: string, label: string): string {
  const url = URL.parse(address);
  const escapedLabel = escapeText(label, 150).replaceAll("|", "¦");
  if (url === null || !/^https?:$/.test(url.protocol)) return escapedLabel;
  // These may be left in the query or fragment of a parsed address.
  const safe = url.href.replace(/[<>|\s]/g, encodeURIComponent).replaceAll("&", "&amp;");
  return safe.length > maxUrlLength ? escapedLabel : `<${safe}|${escapedLabel}>`;
}
