// Texts that anybody may write into a message, a comment or a mail, and that programs cut, store or show wrongly.

/** Lengths, in UTF-16 units, at which the code cuts texts, and one less where it adds an ellipsis. */
const cuts = [79, 80, 99, 100, 119, 120, 199, 200, 279, 280, 299, 300, 499, 500];

/** A text with the first half of an emoji as the last unit before a cut. */
const acrossCut = (start: string, cut: number): string => `${start.padEnd(cut - 1, "x")}😀 end`;

const ends: Readonly<Record<string, string>> = {
  "a lone high surrogate": "a\ud83d",
  "a lone low surrogate": "\ude00a",
  "surrogates in the wrong order": "\ude00\ud83d",
  "a family": "👨‍👩‍👧‍👦".repeat(60),
  "a thousand accents": `e${"\u0301".repeat(1000)}`,
  "bidi controls": "\u202egnp.exe\u2066\u200f\u202c\u2069",
  "NUL and controls": "a\0b\u0001\u001b[31m\u007f\u0085",
  noncharacters: "\ufffe\uffff\ufeff",
  "100 kB": "😀 été ".repeat(12_000),
};

/**
 * The texts, each with a word that it begins with.
 * @param word a word that is in no other text of the test
 */
export const createHostileTexts = (word: string): { readonly mark: string; readonly text: string }[] => [
  ...Object.values(ends).map((end, at) => ({ mark: `${word}-${at}-`, text: `${word}-${at}- ${end}` })),
  ...cuts.map((cut) => ({ mark: `${word}-at-${cut}-`, text: acrossCut(`${word}-at-${cut}- `, cut) })),
];
