// Text of people's inside Slack's markup: it stays text.

/** docs.slack.dev/messaging/formatting-message-text#escaping: these three, and no others. */
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Control characters but tab and line feed, and what turns the direction in which the text around it is read. */
const invisibleCharacters = /(?![\t\n])\p{Cc}|\p{Bidi_Control}/gu;

/**
 * A text as Slack shows it and never acts on it: no mention, no link. Longer than `most` characters (as Slack counts them, after
 * escaping) it is cut and ends in an ellipsis.
 */
export function escapeText(text: string, maxLength: number): string {
  const units = Array.from(cleanText(text), (character) => entities[character] ?? character);
  const whole = units.join("");
  if (whole.length <= maxLength) return whole;
  let cut = "";
  for (const unit of units) {
    if (cut.length + unit.length > maxLength - 1) break;
    cut += unit;
  }
  return `${cut.trimEnd()}…`;
}

const cleanText = (text: string): string =>
  text.toWellFormed().replace(/\r\n?/g, "\n").replace(invisibleCharacters, "").trim();

const maxUrlLength = 2000;

/** A link in Slack's markup; only its label where the address is none of the web's. */
export function formatLink(address: string, label: string): string {
  const url = URL.parse(address);
  const shown = escapeText(label, 150).replaceAll("|", "¦");
  if (url === null || !/^https?:$/.test(url.protocol)) return shown;
  // A parsed address may still hold these in its query or fragment.
  const safe = url.href.replace(/[<>|\s]/g, encodeURIComponent).replaceAll("&", "&amp;");
  return safe.length > maxUrlLength ? shown : `<${safe}|${shown}>`;
}
