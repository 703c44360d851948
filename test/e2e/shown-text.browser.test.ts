// The text that is read from HTML, against what a browser shows of it.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { htmlToText } from "../../lib/html-to-text.ts";
import { fc } from "../support/properties.ts";
import { openBrowser } from "./stage.ts";

let chromium: Browser;
beforeAll(async () => {
  chromium = await openBrowser();
});
afterAll(() => chromium.close());

// Without what the reader keeps on purpose and a browser does not show: closed details, choices and what replaces scripts.
const elements =
  "p div span b a table tr td th ul li h1 blockquote pre center button dl dt dd x-y section head template svg title";
const names = fc.constantFrom(...elements.split(" "));
/** Text in a table but outside of its cells is shown before the table, also where the table is hidden. Nobody sends that. */
const tableNames = /^(?:table|tr)$/;
const attribute = fc.constantFrom(
  ...["", "", "", " hidden", " style='display:none'", ' style="visibility:hidden"', " title='a>b'"],
);
const startTag = fc.tuple(names, attribute).map(([name, text]) => `<${name}${tableNames.test(name) ? "" : text}>`);
const word = fc.nat({ max: 9999 }).map((number) => `w${number}w `);

const sign = fc.constantFrom("<!--", "-->", "<!-->", "--!>", "&amp;", "&#146;", "<", "<![CDATA[", "]]>", "<!x>");
const other = fc.constantFrom("<br>", "<br/>", "<svg/>", "<script>", "<style>", "</script>", "</style>", "<div/>");
/** Tags in any order. */
const brokenMail = fc
  .array(
    fc.oneof(
      word,
      word,
      startTag,
      startTag,
      names.map((name) => `</${name}>`),
      sign,
      other,
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(""));

/** Elements that a sender may nest in any way, each with its end. */
const { wholeMail } = fc.letrec<{ wholeMail: string; content: string }>((tie) => ({
  wholeMail: fc.array(tie("content"), { maxLength: 4 }).map((parts) => parts.join("")),
  content: fc.oneof(
    { maxDepth: 5 },
    word,
    fc
      .tuple(fc.constantFrom("div", "span", "section", "blockquote", "x-y"), attribute, tie("wholeMail"))
      .map(([name, text, content]) => `<${name}${text}>${content}</${name}>`),
    fc
      .tuple(attribute, tie("wholeMail"))
      .map(([text, content]) => `<table><tr><td${text}>${content}</td></tr></table>`),
  ),
}));

/** Runs in the browser: the text of each document, as it is shown. */
const showAll = `(sources) => sources.map((source) => {
  const root = document.createElement("div");
  document.body.replaceChildren(root);
  root.append(...new DOMParser().parseFromString(source, "text/html").body.childNodes);
  return root.innerText;
})`;

/** The words that the browser shows of each mail, and those that are read from it. */
async function compareWords(mails: readonly string[]) {
  const page = await chromium.newPage();
  const texts: string[] = await page.evaluate(`(${showAll})(${JSON.stringify(mails)})`);
  await page.close();
  const compared = mails.map((html, at) => ({
    html,
    shown: listWords(texts[at] ?? ""),
    read: listWords(htmlToText(html)),
  }));
  expect(compared.some(({ shown }) => shown.length > 3)).toBe(true);
  return compared;
}

const listWords = (text: string): string[] => text.match(/w\d+w/g) ?? [];

test("no word that a browser shows is lost, however broken a mail is", async () => {
  const compared = await compareWords(fc.sample(brokenMail, 1500));
  expect(compared.filter(({ shown, read }) => shown.some((one) => !read.includes(one)))).toEqual([]);
});

test("of a mail whose elements end, the words are read that a browser shows, in their order", async () => {
  const compared = await compareWords(fc.sample(wholeMail, 1500));
  expect(compared.filter(({ shown, read }) => shown.join() !== read.join())).toEqual([]);
});
