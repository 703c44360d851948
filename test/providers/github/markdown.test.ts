import { expect, test } from "vitest";
import { findMentions, markdownToText, mentionsLogin } from "../../../lib/providers/github/markdown.ts";
import { measureBusyMs } from "../../support/busy.ts";

test.each([
  ["a <!-- hidden --> b", "a  b"],
  ["shown <!-- never closed", "shown "],
  ["see [the plan](https://example.com/a) ![chart](https://example.com/c.png)", "see the plan chart"],
  ["**please** do __it__", "please do it"],
  ["- [ ] a task", "- [ ] a task"],
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

test.each(["<!--", "[a](", "![", "**a ", "@a-", "__", "@"])(
  "reads twenty thousand characters of %j in no time",
  async (piece) => {
    const text = piece.repeat(20_000 / piece.length);
    const busy = await measureBusyMs(() => {
      markdownToText(text);
      findMentions(text);
      mentionsLogin(text, "ada");
    });
    expect(busy).toBeLessThan(500);
  },
);
