// GitHub's Markdown as plain text: docs.github.com/en/get-started/writing-on-github. Lists, quotes and code keep their marks.
import { removeTags } from "../../html-to-text.ts";
import { maskCode } from "./markdown-code.ts";

/**
 * Links and images become their text, HTML in the text what a browser shows of it, comments (of issue templates) nothing. Code
 * stays as it is written. The result is well-formed.
 */
export function markdownToText(text: string): string {
  const { masked, unmask } = maskCode(text);
  const withoutMarks = masked
    .replace(/!\[([^\]\n]{0,200})\]\((?:[^()\s]|\([^()\s]{0,200}\)){1,1000}\)/g, "$1")
    .replace(/\[([^\]\n]{1,200})\]\((?:[^()\s]|\([^()\s]{0,200}\)){1,1000}\)/g, "$1")
    .replace(/<((?:https?:\/\/|mailto:)[^<>\s]{1,1000}|[^<>\s@]{1,64}@[^<>\s@]{1,200})>/g, "$1")
    .replace(/(\*\*|__)(?=\S)([^\n]{1,500}?\S)\1/g, "$2");
  return unmask(removeTags(escapePlainText(withoutMarks)));
}

/** The elements that GitHub keeps, and those that hide their content. */
const elements = new Set(
  "a abbr article aside audio b bdo big blockquote body br button caption center cite code dd del details dfn div dl dt em figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd li link main mark meta nav ol option p picture plaintext pre q rp rt ruby s samp script section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead title time tr tt u ul var video wbr xmp".split(
    " ",
  ),
);

/** Escapes what is no HTML in Markdown (spec.commonmark.org/0.31.2/#raw-html): `a < b`, `Map<String, Item>`, `?a=1&copy=2`. */
const escapePlainText = (text: string): string =>
  text
    .replace(/&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});)|&(?=#(?:0*5734[45]|x0*e00[01]);)/gi, "&amp;")
    .replace(/<(?:\/?([a-z][a-z\d]{0,15})(?=[\s/>]))?/gi, (start, name: string | undefined) =>
      elements.has(name?.toLowerCase() ?? "") ? start : `&lt;${start.slice(1)}`,
    );

/** Whether a text mentions this login: `@` and the whole name, in any case. */
export function mentionsLogin(text: string, login: string): boolean {
  const wanted = `@${login.toLowerCase()}`;
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    const isStart = at === 0 || !/[\w@/-]/.test(lower.charAt(at - 1));
    if (isStart && !/[\w-]/.test(lower.charAt(at + wanted.length))) return true;
  }
  return false;
}

/** The first ten logins that a text mentions. */
export function findMentions(text: string): string[] {
  const found = [...text.matchAll(/(?<![\w@/-])@([A-Za-z\d](?:[A-Za-z\d-]{0,38}))(?![\w/-])/g)];
  return [...new Set(found.map(([, login = ""]) => login))].slice(0, 10);
}
