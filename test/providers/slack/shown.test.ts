// The bot is in channels that some of the connected users are not in.
import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { Problem } from "../../../lib/errors.ts";
import { assertChannelMember, filterVisibleChannels } from "../../../lib/providers/slack/api/channel-access.ts";
import { createSlackReader } from "../../../lib/providers/slack/api/reader.ts";
import { slack } from "../../../lib/providers/slack/definition.ts";
import { aConnection } from "../../support/a-connection.ts";
import { json, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
});

const read = createSlackReader(withOrigin(slack, end.url), "xoxb-1", fetch);
const viewer = (person?: string) => ({
  connection: { ...aConnection({ provider: "slack", accountId: "T1" }), ...(person ? { person } : {}) },
  now: () => 1000,
});

/** Sets Slack's answer to each method. */
function answerMethods(answers: Readonly<Record<string, object>>): void {
  end.play = (response, request) => {
    const said = answers[request.path.slice("/api/".length)] ?? { ok: false, error: "unknown_method" };
    json({ ok: true, ...said })(response, request);
  };
}
const methods = () => end.requests.map(({ path }) => path.slice("/api/".length));
const outcome = (asked: Promise<void>) =>
  asked.then(
    () => "shown",
    (error: unknown) => (error instanceof Problem ? error.code : error),
  );

const open = { is_private: false, is_im: false, is_mpim: false };
const privately = { ...open, is_private: true };
let channels = 0;

test.each<[string, object, string | undefined, string]>([
  ["a public channel is shown to everybody", open, undefined, "shown"],
  ["a private channel is shown to its members", privately, "U1", "shown"],
  ["a private channel is shown to nobody else", privately, "U2", "not_found"],
  ["a private channel is not shown to somebody unknown", privately, undefined, "not_found"],
  ["a direct message to the bot is shown to who wrote it", { ...open, is_im: true }, "U1", "shown"],
  ["a direct message to the bot is not shown to a co-worker", { ...open, is_im: true }, "U2", "not_found"],
  ["a group's messages are not shown to a co-worker", { ...open, is_mpim: true }, "U2", "not_found"],
  ["what is not said to be public is not", {}, "U2", "not_found"],
])("%s", async (_, channel, person, expected) => {
  answerMethods({ "conversations.info": { channel }, "conversations.members": { members: ["U1", "UBOT"] } });
  expect(await outcome(assertChannelMember(read, viewer(person), `C${channels++}`))).toBe(expected);
});

test("a channel whose members Slack does not list has none", async () => {
  answerMethods({
    "conversations.info": { channel: privately },
    "conversations.members": { ok: false, error: "missing_scope" },
  });
  expect(await outcome(assertChannelMember(read, viewer("U1"), "CHIDDEN"))).toBe("not_found");
});

test("a visible channel is cached for a minute, an invisible one is checked each time", async () => {
  answerMethods({ "conversations.info": { channel: privately }, "conversations.members": { members: ["U1"] } });
  for (const person of ["U1", "U1", "U2", "U2"]) await outcome(assertChannelMember(read, viewer(person), "CKEPT"));
  expect(methods().filter((method) => method === "conversations.info")).toHaveLength(3);
});

const listedChannel = (id: string, is_private: boolean) => ({ id, is_private });

test("the bot's private channels are listed only for their members", async () => {
  answerMethods({ "users.conversations": { channels: [{ id: "C2" }] } });
  const all = [listedChannel("C1", false), listedChannel("C2", true), listedChannel("C3", true)];
  expect(await filterVisibleChannels(read, viewer("U1"), all)).toEqual(all.slice(0, 2));
  expect(Object.fromEntries(new URLSearchParams(end.requests[0]?.body))).toMatchObject({
    user: "U1",
    types: "private_channel",
  });
  expect(await filterVisibleChannels(read, viewer(), all)).toEqual(all.slice(0, 1));
});

test("without private channels no members are requested", async () => {
  const all = [listedChannel("C1", false)];
  expect(await filterVisibleChannels(read, viewer("U1"), all)).toEqual(all);
  expect(methods()).toEqual([]);
});
