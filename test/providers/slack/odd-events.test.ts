// Events whose content is not in their text, and events with odd parts.
import "../../http/lambda-environment.ts";
import { describe, expect, test } from "vitest";
import { slack } from "../../../lib/providers/slack/definition.ts";
import { slackEvents } from "../../../lib/providers/slack/events.ts";
import { aConnection } from "../../support/a-connection.ts";
import { createDelivery, slackEnvelope, slackMessage, team } from "../../webhooks/support/payloads.ts";
import { processEvent } from "../../webhooks/support/process-event.ts";

const source = slackEvents(slack);
const person = "U0ACMEADA";
const connection = aConnection({ provider: "slack", accountName: "Acme", person });
/** An event for Ada's own authorization, which needs no list of members. */
const authorizations = [{ team_id: team, user_id: person, is_bot: false }];

const process = (event: object, over: Record<string, unknown> = {}) =>
  processEvent(source, createDelivery(slackEnvelope(event, { authorizations, ...over })), connection);

/** Processes a message. @returns its activity */
async function record(message: object): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { outcome, recorded } = await process(slackMessage(message));
  expect(outcome).toBe("processed");
  return recorded[0];
}

test("an alert of a bot is told with what its attachments say", async () => {
  const attachments = [
    {
      color: "danger",
      title: "Disk full on db-1",
      text: "Could someone free space before 18:00?",
      fallback: "Disk full on db-1",
      fields: [{ title: "Host", value: "db-1" }],
    },
  ];
  const alert = { subtype: "bot_message", user: undefined, bot_id: "B0ALERTS1", username: "alerts", text: "" };
  expect(await record({ ...alert, attachments })).toMatchObject({
    title: "alerts in a channel",
    excerpt: "Disk full on db-1 Could someone free space before 18:00? Host: db-1",
    actionItems: [{ text: "Could someone free space before 18:00?" }],
  });
});

test("a card of blocks is told with what the blocks say", async () => {
  const blocks = [{ type: "section", text: { type: "mrkdwn", text: "*Build 7* failed" } }];
  expect(await record({ text: "", blocks })).toMatchObject({ excerpt: "Build 7 failed" });
});

test("a forwarded message without a comment is told with what was forwarded", async () => {
  const shared = { is_share: true, is_msg_unfurl: true, author_name: "Ben", channel_id: "C0ACME4" };
  const text = "Ada, could you review the pricing page by Friday?";
  const activity = await record({
    user: "U0ACMEBEN",
    text: "",
    attachments: [{ ...shared, text, fallback: "ben: Ada" }],
  });
  expect(activity).toMatchObject({
    title: "Somebody forwarded a message in a channel",
    excerpt: expect.stringContaining("could you review the pricing page by Friday?"),
    actionItems: [{ text: expect.stringContaining("review the pricing page") }],
  });
});

test("a forwarded message with a comment is told with both", async () => {
  const attachments = [{ is_share: true, author_name: "Ben", text: "The page is ready." }];
  const { title, excerpt } = (await record({ text: "Please check.", attachments })) ?? {};
  expect(title).toBe("Somebody in a channel");
  expect(excerpt).toBe("Please check. Message from Ben: The page is ready.");
});

test("a message whose blocks repeat its text is told once", async () => {
  const elements = [{ type: "rich_text_section", elements: [{ type: "text", text: "Ready." }] }];
  expect(await record({ text: "Ready.", blocks: [{ type: "rich_text", elements }] })).toMatchObject({
    excerpt: "Ready.",
  });
});

describe("an odd part", () => {
  test.each<[string, object, Record<string, unknown>]>([
    [
      "an event that nobody reads, with a time that has no dot",
      { type: "app_home_opened", event_ts: "1795948414798000" },
      {},
    ],
    ["an event that nobody reads, without an id", { type: "app_home_opened" }, { event_id: undefined }],
    ["a subtype that is no text", slackMessage({ subtype: 7 }), {}],
    ["a subtype of 100 characters", slackMessage({ subtype: "s".repeat(100) }), {}],
    ["an event that is none", [] as object, {}],
    ["a message of an authorization that cannot be read", slackMessage(), { authorizations: ["U1"] }],
  ])("%s is ignored", async (_, event, over) => {
    expect((await process(event, over)).outcome).toMatch(/^ignored: (?:unknown|subtype|unauthorized)$/);
  });

  test.each<[string, object, Record<string, unknown>]>([
    ["a subtype of null", { subtype: null }, {}],
    ["a time as text", { event_ts: undefined }, { event_time: "1800000000" }],
    ["a time that has no dot", { event_ts: "1800000000000100" }, {}],
    ["a user that is an object", { user: { id: "U1" } }, {}],
    ["a thread that is a number", { thread_ts: 1_800_000_000 }, {}],
    ["files that are none", { files: "many" }, {}],
    ["a file without an id", { files: [{ name: "a.png" }, null] }, {}],
    ["blocks that are none", { blocks: 7, attachments: "x" }, {}],
    ["no timestamp of its own", { ts: null }, {}],
    ["an envelope with odd ids", {}, { api_app_id: 5, event_id: null, event_time: null }],
  ])("a message with %s is told", async (_, change, over) => {
    const { outcome, recorded } = await process(slackMessage(change), over);
    expect(outcome).toBe("processed");
    expect(recorded[0]).toMatchObject({ excerpt: "Can you send the report by Friday?" });
  });

  test("a text that is none leaves the blocks", async () => {
    const blocks = [{ type: "section", text: { type: "mrkdwn", text: "hi" } }];
    expect(await record({ text: { a: 1 }, blocks })).toMatchObject({ excerpt: "hi" });
  });

  test("a message without a channel is invalid", async () => {
    expect((await process(slackMessage({ channel: null }))).outcome).toBe("invalid: unexpected_shape");
  });

  test("an interaction that nobody reads is ignored whatever it holds", async () => {
    const delivery = createDelivery({ type: "shortcut", user: "U1", team: 7 }, { kind: "interaction" });
    expect((await processEvent(source, delivery, connection)).outcome).toBe("ignored: unused");
  });
});
