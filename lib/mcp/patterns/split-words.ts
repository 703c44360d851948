// Splits a question into words. Every word must be understood, so nothing is dropped but punctuation that means nothing.

/** Longer ones are no common question. Backtracking over so few words takes a millisecond. */
const maxWords = 40;

const word =
  /(?:q[1-4]|[a-z]+(?:'[a-z]+)?(?:-[a-z]+)*|\d{4}-\d{2}-\d{2}|\d{1,3}(?:,\d{3})+|\d+(?:st|nd|rd|th)?)(?![\w'-]|,\d)|\+/y;
const ignored = /\s+|[.,;:!?]+(?=\s|$)/y;

/**
 * Splits a question into lower-case words and numbers. Typographic apostrophes, full-width letters and the like become plain ones.
 * @returns undefined where something is no English word, number or ordinary punctuation
 */
export function splitWords(question: string): readonly string[] | undefined {
  const text = question.normalize("NFKC").replace(/[‘’ʼ]/g, "'").toLowerCase();
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    const skipped = matchAt(ignored, text, at);
    const found = skipped || matchAt(word, text, at);
    if (!found || words.length > maxWords) return undefined;
    if (!skipped) words.push(found);
    at += found.length;
  }
  return words.length > maxWords ? undefined : words.flatMap(splitHyphens);
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

/** Twenty-five and sign-ups are two words; a date is one. */
const splitHyphens = (found: string): readonly string[] => (/^[a-z]/.test(found) ? found.split("-") : [found]);
