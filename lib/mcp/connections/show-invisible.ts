// Makes characters visible that people do not see and models read: text hidden in a mail must not be hidden from its reader.

/** Control characters but tab and line ends, and what is displayed as nothing: unicode.org/reports/tr44/#Default_Ignorable_Code_Point */
const invisible = /(?![\t\n\r])[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\ufff9-\ufffb]/gu;

/** Scripts in which a joiner between two letters changes what is seen. */
const joined =
  "[\\p{Script=Arabic}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gujarati}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Tamil}\\p{Script=Telugu}]";

/** Single ones that belong to what is seen: within an emoji, and between such letters. */
const visible = new RegExp(
  [
    "(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}]\\ufe0f?)\\u200d(?=\\p{Extended_Pictographic})",
    "(?<=\\p{Extended_Pictographic})\\ufe0f",
    "(?<=[0-9#*])\\ufe0f(?=\\u20e3)",
    `(?<=${joined})[\\u200c\\u200d](?=${joined})`,
  ].join("|"),
  "gu",
);

/** The text with `[U+202E]` in the place of each character that nobody would see. */
export function showInvisible(text: string): string {
  const kept = new Set([...text.matchAll(visible)].map(({ index }) => index));
  return text.replace(invisible, (character, index: number) => (kept.has(index) ? character : toName(character)));
}

const toName = (character: string): string =>
  `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;

/** The same for every text of a JSON value, names of members too. */
export function showInvisibleIn(value: unknown): unknown {
  if (typeof value === "string") return showInvisible(value);
  if (Array.isArray(value)) return value.map(showInvisibleIn);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [showInvisible(name), showInvisibleIn(one)]));
}
