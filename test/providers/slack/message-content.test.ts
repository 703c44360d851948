import { expect, test } from "vitest";
import { markupToText } from "../../../lib/providers/slack/markup-to-text.ts";
import {
  type MessageContent,
  readMessageContent,
  sharesMessage,
} from "../../../lib/providers/slack/message-content.ts";
import { measureBusyMs } from "../../support/busy.ts";
import { fc } from "../../support/properties.ts";

const section = (text: string, type = "mrkdwn") => ({ type: "section", text: { type, text } });
const richText = (...elements: object[]) => ({ type: "rich_text", elements });
const richSection = (...elements: object[]) => ({ type: "rich_text_section", elements });

test.each<[string, MessageContent, string]>([
  ["its text", { text: "hi *there*" }, "hi *there*"],
  ["its blocks", { text: "", blocks: [section("a"), { type: "divider" }, section("b")] }, "a\nb"],
  [
    "a header, with what is no markup escaped",
    { blocks: [{ type: "header", text: { type: "plain_text", text: "a < b" } }] },
    "a &lt; b",
  ],
  [
    "fields",
    {
      blocks: [
        {
          type: "section",
          fields: [
            { type: "mrkdwn", text: "*A*" },
            { type: "mrkdwn", text: "1" },
          ],
        },
      ],
    },
    "*A*\n1",
  ],
  [
    "a context",
    {
      blocks: [
        {
          type: "context",
          elements: [
            { type: "image", alt_text: "x" },
            { type: "mrkdwn", text: "by me" },
          ],
        },
      ],
    },
    "by me",
  ],
  [
    "no button",
    { text: "a", blocks: [{ type: "actions", elements: [{ type: "button", text: { text: "Done" } }] }] },
    "a",
  ],
  ["a markdown block", { blocks: [{ type: "markdown", text: "# Title" }] }, "# Title"],
  [
    "a table",
    {
      blocks: [
        {
          type: "table",
          rows: [
            [
              { type: "raw_text", text: "Due" },
              { type: "raw_text", text: "120" },
            ],
          ],
        },
      ],
    },
    "Due | 120",
  ],
  [
    "rich text",
    {
      blocks: [
        richText(
          richSection(
            { type: "user", user_id: "U1" },
            { type: "text", text: " & see " },
            { type: "link", url: "https://a.example/?a=1", text: "this" },
            { type: "emoji", name: "eyes" },
            { type: "channel", channel_id: "C1" },
            { type: "broadcast", range: "here" },
          ),
          {
            type: "rich_text_list",
            elements: [richSection({ type: "text", text: "one" }), richSection({ type: "text", text: "two" })],
          },
          { type: "rich_text_quote", elements: [{ type: "text", text: "said\nso" }] },
          { type: "rich_text_preformatted", elements: [{ type: "text", text: "x = 1" }] },
        ),
      ],
    },
    "<@U1> &amp; see <https://a.example/?a=1|this>:eyes:<#C1><!here>\n• one\n• two\n&gt; said\n&gt; so\nx = 1",
  ],
  [
    "an attachment",
    {
      text: "",
      attachments: [{ pretext: "p", title: "t", text: "x", fallback: "f", fields: [{ title: "Host", value: "db-1" }] }],
    },
    "p\nt\nx\nHost: db-1",
  ],
  ["a fallback where an attachment has nothing else", { attachments: [{ fallback: "f" }] }, "f"],
  ["blocks of an attachment", { text: "a", attachments: [{ color: "#fff", blocks: [section("b")] }] }, "a\nb"],
  [
    "a shared message, and who wrote it",
    { text: "", attachments: [{ is_share: true, author_name: "Cleo", text: "please" }] },
    "Message from Cleo:\nplease",
  ],
  [
    "a shared message that consists of blocks",
    { text: "look", attachments: [{ is_msg_unfurl: true, message_blocks: [{ message: { blocks: [section("b")] } }] }] },
    "look\nb",
  ],
  [
    "the preview of a link where there is nothing else",
    { attachments: [{ from_url: "https://a.example", title: "A" }] },
    "A",
  ],
])("a message says %s", (_, message, content) => {
  expect(readMessageContent(message)).toBe(content);
});

test.each<[string, MessageContent, string]>([
  [
    "the same in a block",
    {
      text: "hi *there* <@U1|ada>",
      blocks: [richText(richSection({ type: "text", text: "hi there " }, { type: "user", user_id: "U1" }))],
    },
    "hi *there* <@U1|ada>",
  ],
  [
    "the same in an attachment",
    { text: "Disk full on db-1", attachments: [{ title: "Disk full" }] },
    "Disk full on db-1",
  ],
  [
    "the preview of a link",
    { text: "see <https://a.example>", attachments: [{ from_url: "https://a.example", title: "A page" }] },
    "see <https://a.example>",
  ],
])("a message that has %s says it once", (_, message, content) => {
  expect(readMessageContent(message)).toBe(content);
});

test("part of a word is no repetition", () => {
  expect(readMessageContent({ text: "token", attachments: [{ text: "ok" }] })).toBe("token\nok");
});

test.each([
  [[{ is_share: true }], true],
  [[{ message_blocks: [] }], true],
  [[{ title: "a" }], false],
  ["none", false],
])("%j shares a message: %s", (attachments, expected) => {
  expect(sharesMessage({ attachments })).toBe(expected);
});

test("a hundred thousand fields take no long time", async () => {
  const listFields = (of: number) =>
    Array.from({ length: 5000 }, (_, at) => ({ title: `title ${at}`, value: `of ${of}` }));
  const attachments = Array.from({ length: 20 }, (_, of) => ({ fields: listFields(of) }));
  expect(await measureBusyMs(() => readMessageContent({ attachments }))).toBeLessThan(2000);
});

test("reads whatever stands in a message, within bounds", () => {
  const part = fc.jsonValue({ maxDepth: 4 });
  const types = fc.constantFrom("rich_text", "section", "context", "table", "rich_text_list", "text", "link");
  const block = fc.record({
    type: types,
    text: part,
    elements: fc.array(fc.oneof(part, fc.record({ type: types, text: part, url: part }))),
    rows: part,
    fields: part,
  });
  const attachment = fc.record({
    text: part,
    fields: part,
    blocks: fc.array(block),
    message_blocks: part,
    author_name: part,
    is_share: fc.boolean(),
  });
  const message = fc.record({
    text: fc.option(fc.string()),
    blocks: fc.oneof(part, fc.array(block)),
    attachments: fc.oneof(part, fc.array(attachment)),
  });
  fc.assert(
    fc.property(message, (content) => {
      expect(readMessageContent(content).length).toBeLessThanOrEqual(20_000);
      markupToText(readMessageContent(content), { user: () => undefined });
    }),
  );
});
