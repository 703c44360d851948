// Slack's markup as plain text: docs.slack.dev/messaging/formatting-message-text

export interface Names {
  user(id: string): string | undefined;
}

const mentionPattern = /<@([UW][A-Z0-9]{1,30})(?:\|[^<>]{0,80})?>/g;

/** Ids of the people that a text mentions, each once, up to `maxMentions`. */
export function findMentions(text: string, maxMentions = 10): string[] {
  const found = new Set<string>();
  for (const [, id] of text.matchAll(mentionPattern)) {
    if (id !== undefined) found.add(id);
    if (found.size === maxMentions) break;
  }
  return [...found];
}

/** Whether a text mentions everybody in the channel. */
export const mentionsEverybody = (text: string): boolean => /<!(?:here|channel|everyone)(?:\|[^<>]{0,80})?>/.test(text);

/** The text as people read it, well-formed. */
export function markupToText(text: string, names: Names): string {
  const withReferences = text.replace(/<([^<>]{1,2000})>/g, (_, inside: string) => formatReference(inside, names));
  return unescapeText(removeFormatting(withReferences).replace(emojiPattern, formatEmoji)).toWellFormed();
}

/** An emoji's code, with the one of a skin tone that may follow: docs.slack.dev/messaging/formatting-message-text#emoji */
const emojiPattern = /:([a-z0-9_+-]{1,40}):(?::skin-tone-([2-6]):)?/g;

/** One that is not known, or that has no skin tones, stays as it is written, its skin tone too. */
function formatEmoji(code: string, name: string, tone: string | undefined): string {
  const found = emoji.get(name);
  if (found === undefined || tone === undefined) return found ?? code;
  return /^\p{Emoji_Modifier_Base}$/u.test(found) ? found + String.fromCodePoint(0x1f3f9 + Number(tone)) : code;
}

function formatReference(inside: string, names: Names): string {
  const bar = inside.indexOf("|");
  const [target, label] = bar < 0 ? [inside, ""] : [inside.slice(0, bar), inside.slice(bar + 1)];
  if (target.startsWith("@")) return `@${names.user(target.slice(1)) ?? (label || target.slice(1))}`;
  if (target.startsWith("#")) return `#${label || target.slice(1)}`;
  if (!target.startsWith("!")) return label || target.replace(/^mailto:/, "");
  const [command = ""] = target.slice(1).split("^", 1);
  if (command === "date") return label;
  return command === "subteam" ? label || "@group" : `@${command}`;
}

/**
 * Removes the marks of bold, italic and struck text, also of text that is several of them. Within a word these characters are
 * part of it, and two of them side by side are no mark.
 */
function removeFormatting(text: string): string {
  let plain = text;
  for (const _ of formattingMarks) plain = plain.replace(formattedText, "$2");
  return plain;
}

const formattingMarks = ["*", "_", "~"];
/** A text between two marks with no mark in it, where a word may begin and end: beside spaces, brackets, quotes and other marks. */
const formattedText =
  /(?<![^\s([{"'“‘«*_~])([*_~])(?<!\1\1)([^\s*_~](?:[^*_~\n]{0,500}[^\s*_~])?)\1(?!\1)(?![^\s)\]}.,;:!?"'”’»*_~])/g;

/** Only these three are escaped. The ampersand comes last: `&amp;lt;` is the text `&lt;`. */
const unescapeText = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** The common emoji; others keep their code. */
const emoji: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "+1": "👍",
    thumbsup: "👍",
    "-1": "👎",
    thumbsdown: "👎",
    smile: "😄",
    smiley: "😃",
    grin: "😁",
    joy: "😂",
    wink: "😉",
    slightly_smiling_face: "🙂",
    heart: "❤️",
    tada: "🎉",
    rocket: "🚀",
    fire: "🔥",
    eyes: "👀",
    pray: "🙏",
    clap: "👏",
    wave: "👋",
    thinking_face: "🤔",
    white_check_mark: "✅",
    heavy_check_mark: "✔️",
    x: "❌",
    warning: "⚠️",
    rotating_light: "🚨",
    calendar: "📆",
    memo: "📝",
    bug: "🐛",
    bulb: "💡",
    question: "❓",
    exclamation: "❗",
    "100": "💯",
  }),
);
