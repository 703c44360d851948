import { expect, test } from "vitest";
import { mentionedIn, mentions, plainMarkdown } from "../../lib/providers/github/markdown.ts";
import { busyMs } from "../support/busy.ts";

test.each([
  ["a <!-- hidden --> b", "a  b"],
  ["shown <!-- never closed", "shown "],
  ["see [the plan](https://example.com/a) ![chart](https://example.com/c.png)", "see the plan chart"],
  ["**please** do __it__", "please do it"],
  ["- [ ] a task", "- [ ] a task"],
])("reads %j as people do", (text, shown) => {
  expect(plainMarkdown(text)).toBe(shown);
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
  expect(mentions(text, "ada")).toBe(expected);
});

test("finds the logins a text mentions, but no addresses and no teams", () => {
  expect(mentionedIn("@ada, @ben-c and @ada; not a@b.com nor @acme/team")).toEqual(["ada", "ben-c"]);
});

test.each(["<!--", "[a](", "![", "**a ", "@a-", "__", "@"])(
  "reads twenty thousand characters of %j in no time",
  async (piece) => {
    const text = piece.repeat(20_000 / piece.length);
    const busy = await busyMs(() => {
      plainMarkdown(text);
      mentionedIn(text);
      mentions(text, "ada");
    });
    expect(busy).toBeLessThan(500);
  },
);
