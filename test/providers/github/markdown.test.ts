import { expect, test } from "vitest";
import { findMentions, markdownToText, mentionsLogin } from "../../../lib/providers/github/markdown.ts";
import { measureBusyMs } from "../../support/busy.ts";
import { fc } from "../../support/properties.ts";
import { brokenText } from "../support/odd-text.ts";

test.each([
  ["a <!-- hidden --> b", "a  b"],
  ["shown <!-- never closed", "shown "],
  ["see [the plan](https://example.com/a) ![chart](https://example.com/c.png)", "see the plan chart"],
  ["**please** do __it__", "please do it"],
  ["- [ ] a task", "- [ ] a task"],
  ["[sign](https://example.com/a_(b)) [`run`](https://example.com)", "sign `run`"],
  ["<https://example.com/a?b=c&copy=d> <ada@example.com>", "https://example.com/a?b=c&copy=d ada@example.com"],
  ["&quot;Done&quot; &amp; it&#39;s &hellip;", '"Done" & it\'s …'],
  ["a < b, Map<String, Item>, List<T>, AT&T &lt;b&gt;", "a < b, Map<String, Item>, List<T>, AT&T <b>"],
  ["`<b>&amp;` and ``a ` <!-- b`` ` c", "`<b>&amp;` and ``a ` <!-- b`` ` c"],
  ["<!-- write `here\n```\n-->\n<b>Ada</b>", "\nAda"],
  ["a<!-->b<!--->c", "abc"],
  ["Press <kbd>Ctrl</kbd> <img src=a.png alt=x><script>no</script>", "Press Ctrl "],
  ["<details><summary>More</summary>text &amp; more</details>", "\n\nMore\ntext & more\n"],
  ["```html\n<p>&amp;</p>\n\n- [x](y)\n```\n<p>b</p>", "```html\n<p>&amp;</p>\n\n- [x](y)\n```\n\nb\n"],
  ["`code` &#xe000;0&#XE001; &#57344;0&#057345;", "`code` &#xe000;0&#XE001; &#57344;0&#057345;"],
  ["~~~\n<b>\n~~~~\n    indented\n> ```\n> <b>", "~~~\n<b>\n~~~~\n    indented\n> ```\n> <b>"],
])("reads %j as people do", (text, shown) => {
  expect(markdownToText(text)).toBe(shown);
});

test.each([
  ["@ada", true],
  ["(@Ada), look", true],
  ["ask @ada.", true],
  ["@adam @ada-lovelace", false],
  ["mail@ada", false],
  ["@acme/ada", false],
  ["@adam and @ada", true],
])("%j mentions ada: %s", (text, expected) => {
  expect(mentionsLogin(text, "ada")).toBe(expected);
});

test("finds the logins a text mentions, but no addresses and no teams", () => {
  expect(findMentions("@ada, @ben-c and @ada; not a@b.com nor @acme/team")).toEqual(["ada", "ben-c"]);
});

test("reads an issue with HTML in its Markdown as people do", () => {
  const body = [
    "```suggestion\nfoo\n```",
    "- [ ] **Ada** should [sign](https://example.com/a_(b)) ~~not~~ it",
    "> quoted",
    "<details><summary>More</summary>text &amp; more</details>",
    "![img](https://example.com/y.png)",
  ];
  const lines = markdownToText(body.join("\n")).split("\n");
  expect(lines.filter((line) => line !== "")).toEqual([
    "```suggestion",
    "foo",
    "```",
    "- [ ] Ada should sign ~~not~~ it",
    "> quoted",
    "More",
    "text & more",
    "img",
  ]);
});

test("reads any text, and leaves text without marks and code as it is", () => {
  const marks = fc.constantFrom(
    ..."`<>&[]()*_!~-#;".split(""),
    "```\n",
    "<!--",
    "-->",
    "<b>",
    "</details>",
    "&amp;",
    "\ue0001\ue001",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(marks, brokenText())), (parts) => {
      expect(markdownToText(parts.join("")).isWellFormed()).toBe(true);
    }),
  );
  const withoutControls = brokenText().map((text) =>
    text.toWellFormed().replaceAll(/(?![\n])\p{Cc}|[\u00ad\u200b\u2060\ufeff]|\u034f/gu, ""),
  );
  fc.assert(
    fc.property(withoutControls, (text) => {
      const words = text.replaceAll(/[`<&[\]*_~]/g, "");
      expect(markdownToText(words)).toBe(words);
      const code = `\`\`\`\n${text.replaceAll("`", "")}\n\`\`\``;
      expect(markdownToText(code)).toBe(code);
    }),
  );
});

test.each([
  "`",
  "` ``",
  "~~~\n",
  "```\n",
  "<b>",
  "<a b='",
  "&a",
  "[a](b(",
  "<!--",
  "[a](",
  "![",
  "**a ",
  "@a-",
  "__",
  "@",
])("reads twenty thousand characters of %j in no time", async (piece) => {
  const text = piece.repeat(20_000 / piece.length);
  const busy = await measureBusyMs(() => {
    markdownToText(text);
    findMentions(text);
    mentionsLogin(text, "ada");
  });
  expect(busy).toBeLessThan(500);
});
