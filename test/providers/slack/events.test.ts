import "../../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { slack } from "../../../lib/providers/slack/definition.ts";
import { slackEvents } from "../../../lib/providers/slack/events.ts";
import type { Delivery } from "../../../lib/webhooks/webhook-source.ts";
import { createDelivery, getDedupeKeys, slackEnvelope, slackMessage, team } from "../../webhooks/support/payloads.ts";

const { read } = slackEvents(slack);
const parseEvent = (event: object, over: Record<string, unknown> = {}) =>
  read(createDelivery(slackEnvelope(event, over)));
const claims = (...of: Parameters<typeof parseEvent>) => getDedupeKeys(parseEvent(...of));

test("a message is routed to its workspace, with the time it was written", () => {
  expect(parseEvent(slackMessage())).toMatchObject({ kind: "message", eventRoutes: [team], occurredAt: 1_800_000_000 });
});

test("an event is identified by its id and by its content", () => {
  const [id, meaning] = claims(slackMessage());
  expect(claims(slackMessage(), { event_id: "Ev2" })).toEqual([expect.not.stringContaining(String(id)), meaning]);
  expect(claims(slackMessage({ text: "other", event_ts: "1800000000.000200" }))).toEqual([id, expect.anything()]);
});

test.each([
  ["channel", { channel: "C0OTHER" }],
  ["time", { event_ts: "1800000000.000101" }],
  ["message", { ts: "1800000000.000101" }],
  ["type", { type: "app_mention" }],
  ["subtype", { subtype: "thread_broadcast" }],
])("another %s is another event", (_, change) => {
  const [, meaning] = claims(slackMessage());
  expect(claims(slackMessage(change), { event_id: "Ev2" })).not.toContain(meaning);
});

test("tokens of two people that are revoked in the same moment are two events", () => {
  const createTokensRevoked = (person: string) => ({
    type: "tokens_revoked",
    tokens: { oauth: [person], bot: [] },
    event_ts: "1800000000.000000",
  });
  const [, meaning] = claims(createTokensRevoked("U0ACMEADA"));
  expect(claims(createTokensRevoked("U0ACMEADA"), { event_id: "Ev2" })).toContain(meaning);
  expect(claims(createTokensRevoked("U0ACMEBEN"), { event_id: "Ev3" })).not.toContain(meaning);
});

test("the same ids in another workspace are another event", () => {
  const elsewhere = { authorizations: [{ team_id: "T2", user_id: "U0ACMEBOT", is_bot: true }] };
  const first = claims(slackMessage());
  expect(claims(slackMessage(), elsewhere).filter((claim) => first.includes(claim))).toEqual([]);
});

test("in a channel shared by two companies, events are routed by installation and not by origin", () => {
  expect(parseEvent(slackMessage(), { team_id: "T0OTHER" })).toMatchObject({ eventRoutes: [team] });
});

test("an installation of a whole organization is found by the organization", () => {
  const org = { enterprise_id: "E1", team_id: team, user_id: "U1", is_bot: true, is_enterprise_install: true };
  expect(parseEvent(slackMessage(), { authorizations: [org] })).toMatchObject({ eventRoutes: ["E1"] });
});

test.each(["message_changed", "message_deleted", "channel_join", "channel_leave", "channel_topic"])(
  "a message with the subtype %s is no news",
  (subtype) => {
    expect(parseEvent(slackMessage({ subtype }))).toEqual({ kind: "message", ignored: "subtype" });
  },
);

test.each<[string, object, Record<string, unknown>, string]>([
  ["what the app has posted", slackMessage({ user: undefined, app_id: "A0PATCHBAY", bot_id: "B1" }), {}, "own"],
  ["a message for nobody", slackMessage(), { authorizations: [] }, "unauthorized"],
  ["a message without authorizations", slackMessage(), { authorizations: undefined }, "unauthorized"],
  ["a message without a word", slackMessage({ text: " " }), {}, "empty"],
  ["a file shared for nobody", { type: "file_shared", file_id: "F1" }, {}, "unauthorized"],
  ["an event nobody knows", { type: "app_home_opened" }, {}, "unknown"],
  ["a type that is no word", { type: "A\nB" }, {}, "unknown"],
  ["an envelope nobody knows", {}, { type: "event_callback_2", event: undefined }, "unknown"],
  ["a warning of too many events", {}, { type: "app_rate_limited", event: undefined }, "rate_limited"],
  ["an event of no workspace", slackMessage(), { team_id: undefined, authorizations: [] }, "no_workspace"],
])("%s is ignored", (_, event, over, ignored) => {
  expect(parseEvent(event, over)).toMatchObject({ ignored });
});

test.each(["app_uninstalled", "channel_created", "member_left_channel", "file_shared", "app_mention"])(
  "%s is understood",
  (type) => {
    const event = { ...slackMessage(), type, file_id: "F1", channel_id: "C1" };
    expect(parseEvent(event)).toMatchObject({ kind: type, eventRoutes: [team] });
  },
);

test("the end of an installation needs no authorization", () => {
  const event = { type: "app_uninstalled", event_ts: "1800000000.000100" };
  expect(parseEvent(event, { authorizations: undefined })).toMatchObject({
    eventRoutes: [team],
    occurredAt: 1_800_000_000,
  });
});

test("a created channel is shown, not named", () => {
  const event = { type: "channel_created", channel: { id: "C1", name: "new" }, event_ts: "1800000000.000100" };
  expect(parseEvent(event)).toMatchObject({ kind: "channel_created" });
});

const pressed = {
  type: "block_actions",
  team: { id: team, domain: "acme" },
  user: { id: "U0ACMEBEN", username: "ben" },
  trigger_id: "13345224609.738474920.8088930838d88f008e0",
  channel: { id: "C0GENERAL", name: "general" },
  message: { ts: "1800000000.000100", text: "A card" },
  actions: [{ action_id: "done", action_ts: "1800000005.000100", text: { type: "plain_text", text: "Done" } }],
};
const interactive = (content: object, over: Partial<Delivery> = {}) =>
  read(createDelivery(content, { kind: "interaction", ...over }));

test("a pressed button is routed to the workspace it names", () => {
  expect(interactive(pressed)).toMatchObject({ kind: "block_actions", eventRoutes: [team], occurredAt: 1_800_000_005 });
});

test.each([
  ["a form", { ...pressed, type: "view_submission" }],
  ["a button outside of a message", { ...pressed, message: undefined }],
  ["a button of a message that one person sees", { ...pressed, container: { type: "message", is_ephemeral: true } }],
  ["a button of a message that perhaps one person sees", { ...pressed, container: { is_ephemeral: "yes" } }],
])("%s is nobody's business", (_, content) => {
  expect(interactive(content)).toMatchObject({ ignored: "unused" });
});

test("a slash command is ignored, because the app has none", () => {
  expect(read(createDelivery({ command: "/x" }, { kind: "command" }))).toEqual({ kind: "command", ignored: "unused" });
});
