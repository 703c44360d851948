// Extracts the text of mails, of descriptions of events and of HTML in Markdown. It is untrusted and is never rendered.
import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import { createElementStack, words } from "./html-elements.ts";
import { readTextStyle } from "./html-visibility.ts";
import { truncateCodePoints } from "./truncate.ts";

/** Characters of HTML that are read. */
export const maxHtmlLength = 2_000_000;

/** Elements that browsers do not show, and descriptions in SVG and MathML (html.spec.whatwg.org/multipage/rendering.html#hidden-elements). */
const hiddenElements = words(
  "area base basefont datalist link meta noembed noframes param rp script style template title iframe desc metadata defs annotation annotation-xml",
);

/** Elements that begin and end a line. */
const blockElements = words(
  "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p plaintext pre search section select summary table tbody textarea tfoot thead tr ul xmp",
);
const cells = words("td th");
const preformattedElements = words("pre textarea listing xmp plaintext");

/**
 * Converts HTML to plain text, one line per block, without what a browser would not show. Reads `maxHtmlLength` characters in linear
 * time. The result is well-formed Unicode without control characters but line breaks, and must be escaped like any other text
 * before it is shown.
 * @param keepsLineBreaks whether line breaks in the source are line breaks: in text that may be HTML or plain
 */
export function htmlToText(html: string, keepsLineBreaks = false): string {
  const lines = readText(html, keepsLineBreaks).split("\n").map(joinWords);
  return lines.filter((line) => line !== "").join("\n");
}

/** The same for text with HTML in it, such as Markdown: line breaks and spaces in it stay as they are. */
export const removeTags = (text: string): string => readText(text, true).replace(formless, "").toWellFormed();

function readText(html: string, keepsLineBreaks: boolean): string {
  const parts: string[] = [];
  // Outside of drawings this opens a comment that ends with the next `>`, but the tokenizer would look for `]]>`.
  const source = truncateCodePoints(html, maxHtmlLength).replaceAll("<![CDATA[", "<![cdata[");
  readTokens(source, keepsLineBreaks, (part) => parts.push(part));
  return parts.join("");
}

/** Characters without a form: hints where a word may be broken, and control characters. */
const formless = /[\u00ad\u200b\u2060\ufeff]|\u034f|(?!\s)\p{Cc}/gu;
const filler = /[\u061c\u180e\u200c-\u200f\u2061-\u2064]/;
/** "Words" of invisible characters, with which senders fill the preview of a mail. */
const fillers = new RegExp(`^${filler.source}+$`);

function joinWords(line: string): string {
  const visible = line.replace(formless, "").replace(/\s+/g, " ").trim().toWellFormed();
  if (!filler.test(visible)) return visible;
  const found = visible.split(" ").filter((word) => !fillers.test(word));
  return found.join(" ");
}

/** Passes on the visible text, a line break for each start and end of a block, and a space for those of a table's cell. */
function readTokens(source: string, keepsLines: boolean, write: (part: string) => void): void {
  const elements = createElementStack(keepsLines);
  const tag = { name: "", attribute: "", value: "", attributes: new Map<string, string>() };

  const writeText = (text: string): void => {
    const { isHidden, keepsLineBreaks } = elements.getCurrent();
    if (!isHidden) write(keepsLineBreaks ? text.replace(/\r\n?/g, "\n") : text.replace(/[\n\r]/g, " "));
  };
  const writeBoundary = (name: string): void => {
    if (elements.getCurrent().isHidden) return;
    if (blockElements.has(name)) write("\n");
    else if (cells.has(name)) write(" ");
  };
  const openElement = (isSelfClosed: boolean): void => {
    const { name, attributes } = tag;
    elements.openElement(name, isSelfClosed, (around) => {
      const { isHidden, keepsLineBreaks } = readTextStyle(attributes);
      return {
        isHidden: around.isHidden || hiddenElements.has(name) || isHidden,
        keepsLineBreaks: keepsLineBreaks ?? (around.keepsLineBreaks || preformattedElements.has(name)),
      };
    });
    writeBoundary(name);
  };
  const ignore = (): void => {};

  const callbacks: TokenizerCallbacks = {
    ontext: (start, end) => writeText(source.slice(start, end)),
    ontextentity: (point) => writeText(String.fromCodePoint(point)),
    onopentagname(start, end) {
      tag.name = source.slice(start, end).toLowerCase();
      tag.attributes = new Map();
    },
    onattribname: (start, end) => {
      tag.attribute = source.slice(start, end).toLowerCase();
      tag.value = "";
    },
    onattribdata: (start, end) => {
      tag.value += source.slice(start, end);
    },
    onattribentity: (point) => {
      tag.value += String.fromCodePoint(point);
    },
    onattribend() {
      // Of an attribute that is repeated, the first one counts.
      if (!tag.attributes.has(tag.attribute)) tag.attributes.set(tag.attribute, tag.value);
    },
    onopentagend: () => openElement(false),
    onselfclosingtag: () => openElement(true),
    onclosetag(start, end) {
      const name = source.slice(start, end).toLowerCase();
      elements.closeElement(name);
      writeBoundary(name);
    },
    isInForeignContext: () => elements.getCurrent().isForeign,
    oncdata: ignore,
    oncomment: ignore,
    ondeclaration: ignore,
    onprocessinginstruction: ignore,
    onend: ignore,
  };
  const tokenizer = new Tokenizer({ decodeEntities: true }, callbacks);
  tokenizer.write(source);
  tokenizer.end();
}
