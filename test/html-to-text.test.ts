import { expect, test } from "vitest";
import { htmlToText } from "../lib/html-to-text.ts";
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
  ["the head", "<head><title>no</title></head>ok"],
  ["comments", "<!-- no > no -->ok"],
  ["attributes", '<a href="https://example.com/?no">ok</a>'],
  ["a tag that is never closed", "ok<a href="],
  ["tags after a letter that is longer in lower case", "<style>İİİ</style>ok<p></p>"],
])("leaves out %s", (_, html) => {
  expect(htmlToText(html)).toBe("ok");
});

test("decodes entities once", () => {
  expect(htmlToText("a &amp;lt; b &#x41;&#66; &#0;&#xD800;&bogus;")).toBe("a &lt; b AB &bogus;");
});

test("a letter that is longer in lower case does not shift the tags", () => {
  expect(htmlToText("<P>İstanbul</P><script>x</script><p>two</p>")).toBe("İstanbul\ntwo");
});

test("a less-than sign that opens no tag stays", () => {
  expect(htmlToText("1 < 2 and 3 > 2")).toBe("1 < 2 and 3 > 2");
});

test("returns text that is not longer than its input, for any input", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc
        .array(fc.constantFrom("<p>", "<script>", "</script>", "<!--", "-->", "&amp;", "<", "a"))
        .map((parts) => parts.join("")),
      (words, markup) => {
        const html = words + markup + words;
        expect(htmlToText(html).length).toBeLessThanOrEqual(html.length);
      },
    ),
  );
});

test.each([["<".repeat(400_000)], ["<!--".repeat(100_000)], ["<script>".repeat(50_000)], ["&".repeat(400_000)]])(
  "takes no long time for a hostile mail",
  async (html) => {
    expect(await measureBusyMs(() => htmlToText(html))).toBeLessThan(2000);
  },
);
