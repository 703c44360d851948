import { expect, test } from "vitest";
import { findMentions, markupToText, mentionsEverybody } from "../../../lib/providers/slack/markup-to-text.ts";
import { measureBusyMs } from "../../support/busy.ts";
import { fc } from "../../support/properties.ts";
import { brokenText } from "../support/odd-text.ts";

const names = { user: (id: string) => ({ U0BEN: "Ben Carter" })[id] };

test.each([
  ["<@U0BEN> can you look?", "@Ben Carter can you look?"],
  ["<@U0EVE|eve> and <@U0X>", "@eve and @U0X"],
  ["see <#C0GEN|general> and <#C0X>", "see #general and #C0X"],
  ["<!here> and <!channel|channel>, <!subteam^S1|@design>", "@here and @channel, @design"],
  ["<!date^1392734382^{date}|Feb 18, 2014>", "Feb 18, 2014"],
  ["<https://example.com/a?b=c&amp;d|the plan> <https://example.com>", "the plan https://example.com"],
  ["<mailto:ada@example.com|ada@example.com>", "ada@example.com"],
  ["a &lt; b &amp;&amp; c &gt; d, &amp;lt;", "a < b && c > d, &lt;"],
  ["*Please* send _it_ to ~him~ her.", "Please send it to him her."],
  ["2*3*4 and snake_case_name", "2*3*4 and snake_case_name"],
  ["done :tada: :unheard_of:", "done 🎉 :unheard_of:"],
  ["Great work :clap::skin-tone-3: and :raised_hands: :+1::skin-tone-2:", "Great work 👏🏼 and :raised_hands: 👍🏻"],
  [":raised_hands::skin-tone-6: :rocket::skin-tone-2:", ":raised_hands::skin-tone-6: :rocket::skin-tone-2:"],
  [":clap::tada: :skin-tone-3: :clap::skin-tone-7:", "👏🎉 :skin-tone-3: 👏:skin-tone-7:"],
  ["*_both_* and ~*_all_*~, _*Ada* and Ben_", "both and all, Ada and Ben"],
  ['"*Please*" and “_sign_” [*now*]', '"Please" and “sign” [now]'],
  ["> *quoted* text\n*bold*", "> quoted text\nbold"],
  ["__init__ and **kwargs, a*b*c, *open, _x", "__init__ and **kwargs, a*b*c, *open, _x"],
  ["a <broken", "a <broken"],
])("reads %j as people do", (text, shown) => {
  expect(markupToText(text, names)).toBe(shown);
});

test("finds whom a text mentions, each once and no more than asked for", () => {
  expect(findMentions("<@U1> <@U2|b> <@U1> &lt;@U3&gt;")).toEqual(["U1", "U2"]);
  expect(findMentions("<@U1><@U2><@U3>", 2)).toEqual(["U1", "U2"]);
});

test.each([
  ["<!here> hi", true],
  ["<!channel|channel>", true],
  ["&lt;!here&gt;", false],
  ["<!subteam^S1>", false],
])("%j calls everybody: %s", (text, expected) => {
  expect(mentionsEverybody(text)).toBe(expected);
});

test("reads whatever a message is, and leaves words without marks as they are", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(..."*_~<>|:&;@#! ".split(""), ":clap:", ":skin-tone-2:"), brokenText())),
      (parts) => {
        expect(markupToText(parts.join(""), names).isWellFormed()).toBe(true);
      },
    ),
  );
  const words = brokenText().map((text) => text.replaceAll(/[*_~<:&]/g, ""));
  fc.assert(
    fc.property(words, (text) => {
      expect(markupToText(text, names)).toBe(text.toWellFormed());
    }),
  );
});

test.each(["<", "<@", "*a ", "*a_ ", "*_~", "_*a*_ ", ":a::skin-tone-2", "_", "~a~", ":a", "<!here|", "<@U1|", "&"])(
  "reads twenty thousand characters of %j in no time",
  async (piece) => {
    const text = piece.repeat(20_000 / piece.length);
    const busy = await measureBusyMs(() => {
      markupToText(text, names);
      findMentions(text);
      mentionsEverybody(text);
    });
    expect(busy).toBeLessThan(300);
  },
);
