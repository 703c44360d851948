import { describe, expect, test } from "vitest";
import { htmlToText } from "../lib/html-to-text.ts";
import { brokenText } from "./providers/support/odd-text.ts";
import { measureBusyMs } from "./support/busy.ts";
import { fc } from "./support/properties.ts";

test("keeps the words, one block a line", () => {
  const html = "<html><body><p>Hi&nbsp;Ada,</p><p>could you <b>review</b> it<br>by Friday?</p></body></html>";
  expect(htmlToText(html)).toBe("Hi Ada,\ncould you review it\nby Friday?");
});

test.each([
  ["scripts", "<script>alert(1)</script>ok"],
  ["scripts that are never closed", "ok<script>alert(1)"],
  ["styles", "<STYLE type=x>p { color: red }</STYLE>ok"],
  ["the head", "<head><title>no</title><style>no</style></head>ok"],
  ["comments", "<!-- no > no -->ok"],
  ["comments that end at once", "o<!-->k<!--->"],
  ["comments that end with an exclamation mark", "<!-- no --!>ok"],
  ["comments that are never closed", "ok<!-- no <p>no"],
  ["comments for Outlook", "<!--[if mso]><p>no</p><![endif]--><![if !mso]>ok<![endif]>"],
  ["attributes", '<a href="https://example.com/?no">ok</a>'],
  ["attributes with the sign that ends a tag", '<a title="no > no">ok</a>'],
  ["a tag that is never closed", "ok<a href="],
  ["tags after a letter that is longer in lower case", "<style>İİİ</style>ok<p></p>"],
  ["descriptions in drawings", "<svg><title>no</title><desc>no</desc><style>no</style></svg>ok"],
  ["elements with the attribute hidden", "<div hidden>no<p>no</p></div>ok"],
  ["elements that their style hides", '<div style="Color:red; DISPLAY : none !important; display:block">no</div>ok'],
  ["invisible elements", "<span style='visibility:hidden'>no</span>ok"],
  ["a preheader without height", '<div style="max-height:0px;overflow:hidden">no</div>ok'],
  ["a preheader for Outlook too", '<div style="mso-hide:all;font-size:0;opacity:0">no</div>ok'],
  ["a hidden paragraph up to the next one", "<p hidden>no <b>no<p>ok"],
  ["a hidden cell up to the next one", "<table><tr><td hidden>no<td>ok</table>"],
  ["a hidden item with its list", "<ul><li hidden>no<ul><li>no</ul>no<li>ok</ul>"],
  ["a hidden element that the one around it ends", "<div><span hidden>no</div>ok"],
  [
    "the rest of a hidden cell after the end of something else",
    "<div><table><td hidden>no</div>no</td></table></div>ok",
  ],
  ["what fills the preview", `ok${"&nbsp;&#847;&zwnj;&nbsp;&#8199;&shy;&#65279;".repeat(40)}`],
])("leaves out %s", (_, html) => {
  expect(htmlToText(html)).toBe("ok");
});

test.each([
  [
    "a head that closes itself",
    "<HTML>\n<HEAD />\n<BODY><span>Could you sign?</span><br /></BODY></HTML>",
    "Could you sign?",
  ],
  ["a head that is never closed", "<head><meta charset=utf-8><p>Could you sign?", "Could you sign?"],
  ["a drawing that closes itself", '<p>Hello <svg width="1"/></p><p>Could you sign?</p>', "Hello\nCould you sign?"],
  ["what follows a section for XML", "<![CDATA[ no > Could you sign?", "Could you sign?"],
  ["a row outside of a table", "<tr hidden>Could you sign?", "Could you sign?"],
  ["what follows a hidden drawing", "<svg hidden>no</p>Could you sign?", "Could you sign?"],
  ["the body of a hidden head", "<head hidden>Could you sign?", "Could you sign?"],
  ["a drawing that is never closed", "<p>Hello <svg><path/><p>Could you sign?", "Hello\nCould you sign?"],
  ["a drawing's text", "<svg><text>Ada</text></svg> &amp; Ben", "Ada & Ben"],
  ["a style that closes itself in a drawing", "<svg><style/><text>Ada</text></svg>", "Ada"],
  [
    "cells",
    "<table><tr><td>Amount due</td><td>120.00</td></tr><tr><td>Due</td></tr></table>",
    "Amount due 120.00\nDue",
  ],
  ["a title with > in it", '<p><a title="Home > Orders > 12">View your order</a> please</p>', "View your order please"],
  ["a button that is hidden from Outlook", '<a style="mso-hide:all" href="#">Pay now</a>', "Pay now"],
  ["text in a wrapper without font size", '<td style="font-size:0"><p style="font-size:9px">Hi</p></td>', "Hi"],
  ["lines of preformatted text", "<pre>a\r\nb\nc</pre>d\ne", "a\nb\nc\nd e"],
  ["lines that a style keeps", '<div style="white-space: pre-wrap">a\nb</div>', "a\nb"],
  ["what a mailbox would show instead of a video", "<video><p>See it online</p></video>", "See it online"],
  ["details", "<details><summary>More</summary>text &amp; more</details>", "More\ntext & more"],
  ["an unknown element", "<o:p>a</o:p> <x-y>b</x-y>", "a b"],
  ["joined emoji and Persian words", "👩\u200d🚀 می\u200cخواهم", "👩\u200d🚀 می\u200cخواهم"],
  ["a word with hints where to break it", "Donau&shy;dampf&#8203;schiff", "Donaudampfschiff"],
])("keeps %s", (_, html, text) => {
  expect(htmlToText(html)).toBe(text);
});

describe("character references", () => {
  test.each([
    ["Don&rsquo;t&nbsp;&mdash; caf&eacute; &euro;5 &hellip; Gr&uuml;&szlig;e", "Don’t — café €5 … Grüße"],
    ["It&#146;s &#147;final&#148; &#150; &#x80;5", "It’s “final” – €5"],
    ["a &amp;lt; b &#x41;&#66; &bogus;", "a &lt; b AB &bogus;"],
    ["&#0;&#xD800;&#x110000;", "\ufffd\ufffd\ufffd"],
    ["&copy 2026 &ampquot &NotEqualTilde;", "© 2026 &quot ≂̸"],
    ["&#128512;&#x1F1E9;&#x1F1EA;", "😀🇩🇪"],
  ])("%s is %s", (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });
});

test("a letter that is longer in lower case does not shift the tags", () => {
  expect(htmlToText("<P>İstanbul</P><script>x</script><p>two</p>")).toBe("İstanbul\ntwo");
});

test("a less-than sign that opens no tag stays", () => {
  expect(htmlToText("1 < 2 and 3 > 2")).toBe("1 < 2 and 3 > 2");
});

/** Text in which nothing is markup, and text in which everything may be. */
const plainText = () => brokenText().map((text) => text.replaceAll(/[<&]/g, ""));
const markup = () =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(..."<>&\"'/=!-;".split("")),
        fc.constantFrom("<p>", "</p>", "<script>", "</script>", "<svg>", "<svg/>", "<!--", "-->", "<![CDATA[", "]]>"),
        fc.constantFrom(
          "<td hidden>",
          "<table>",
          "</table>",
          "<div style='display:none'>",
          "</div>",
          "&#x",
          "&amp;",
          "&#55357;",
        ),
        brokenText(),
      ),
    )
    .map((parts) => parts.join(""));

test("returns well-formed text without control characters, not longer than its input, for any input", () => {
  fc.assert(
    fc.property(markup(), (html) => {
      const text = htmlToText(html);
      expect(text.isWellFormed()).toBe(true);
      expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
      expect(text.length).toBeLessThanOrEqual(html.length);
    }),
  );
});

test("loses no text that stands outside of tags", () => {
  const letters = (text: string) => text.toWellFormed().replaceAll(/[\s\p{Cc}\p{Cf}\p{M}]/gu, "");
  fc.assert(
    fc.property(fc.array(plainText()), fc.constantFrom("p", "td", "b", "x-y"), (texts, tag) => {
      const html = texts.map((text) => `<${tag} title='>'>${text}</${tag}>`).join("");
      expect(letters(htmlToText(html))).toBe(letters(texts.join("")));
    }),
  );
});

test("an element a hundred thousand elements deep is read, and what hides it ends with it", () => {
  const depth = 100_000;
  expect(htmlToText(`${"<div>".repeat(depth)}deep${"</div>".repeat(depth)}end`)).toBe("deep\nend");
  const hidden = `<p hidden>${"<b>".repeat(depth)}no${"</b>".repeat(depth)}</p>`;
  expect(htmlToText(`${hidden}end`)).toBe("end");
});

test.each([
  ["<"],
  ["<!--"],
  ["<script>"],
  ["&"],
  ["&amp;"],
  ["<div>"],
  ["<li>"],
  ["<svg>"],
  ["<![CDATA["],
  ["</x>"],
  ["<b></i>"],
  ["<a style=';'>"],
  ["<a b"],
  ["\u200b "],
])("five million characters of %j take no long time", async (piece) => {
  // The elements before it make each tag search for what it ends.
  const html = `<p><button>${"<span>".repeat(505)}${piece.repeat(5_000_000 / piece.length)}`;
  expect(await measureBusyMs(() => htmlToText(html))).toBeLessThan(8000);
});

test("long numbers in styles take no long time", async () => {
  const element = `<p style="overflow:hidden;height:${"0".repeat(9000)}#">a</p>`;
  expect(await measureBusyMs(() => htmlToText(element.repeat(100)))).toBeLessThan(2000);
});
