// Cuts text. `slice` counts UTF-16 units: it splits an emoji into halves that DynamoDB refuses to store, and a letter from its
// accent. Every result is well-formed.

/** Units of the longest emoji that vendors publish, and more: unicode.org/reports/tr51/#valid-emoji-tag-sequences */
const maxGraphemeLength = 64;

let segmenter: Intl.Segmenter | undefined;

/**
 * A text for people, cut to at most `maxLength` UTF-16 units between two graphemes (what readers see as one character,
 * unicode.org/reports/tr29). A single grapheme of hundreds of accents is cut between code points.
 */
export function truncate(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text.toWellFormed();
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  const head = text.slice(0, maxLength + maxGraphemeLength).toWellFormed();
  const end = segmenter.segment(head).containing(maxLength)?.index ?? maxLength;
  return maxLength - end < maxGraphemeLength ? head.slice(0, end) : truncateCodePoints(text, maxLength);
}

/** A key or a text for programs, cut to at most `maxLength` UTF-16 units between two code points. */
export function truncateCodePoints(text: string, maxLength: number): string {
  const isSplit = isHighSurrogate(text.charCodeAt(maxLength - 1)) && isLowSurrogate(text.charCodeAt(maxLength));
  return text.slice(0, Math.max(0, isSplit ? maxLength - 1 : maxLength)).toWellFormed();
}

/** The end of a text, at most `maxLength` UTF-16 units, cut between two code points. */
export function truncateStart(text: string, maxLength: number): string {
  const start = Math.max(0, text.length - maxLength);
  const isSplit = isHighSurrogate(text.charCodeAt(start - 1)) && isLowSurrogate(text.charCodeAt(start));
  return text.slice(isSplit ? start + 1 : start).toWellFormed();
}

/** A key, cut to at most `maxBytes` bytes of UTF-8 between two code points. */
export function truncateBytes(text: string, maxBytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read).toWellFormed();
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;
