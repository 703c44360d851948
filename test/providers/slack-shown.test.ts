// The bot is in channels that not everybody who connected it is in.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { slack } from "../../lib/providers/slack/definition.ts";
import { slackReader } from "../../lib/providers/slack/read.ts";
import { channelsShown, requireShown } from "../../lib/providers/slack/shown-to.ts";
import { farEnd, json } from "../http/far-end.ts";
import { aConnection } from "../oauth/a-connection.ts";
import { moved } from "./moved.ts";

const end = await farEnd();
afterAll(() => end.close());
beforeEach(() => {
  end.asked.length = 0;
});

const read = slackReader(moved(slack, end.url), "xoxb-1", fetch);
const viewer = (person?: string) => ({
  connection: { ...aConnection({ provider: "slack", accountId: "T1" }), ...(person ? { person } : {}) },
  now: () => 1000,
});

/** What Slack says to each method. */
function plays(answers: Readonly<Record<string, object>>): void {
  end.play = (response, request) => {
    const said = answers[request.path.slice("/api/".length)] ?? { ok: false, error: "unknown_method" };
    json({ ok: true, ...said })(response, request);
  };
}
const methods = () => end.asked.map(({ path }) => path.slice("/api/".length));
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
  plays({ "conversations.info": { channel }, "conversations.members": { members: ["U1", "UBOT"] } });
  expect(await outcome(requireShown(read, viewer(person), `C${channels++}`))).toBe(expected);
});

test("members that Slack does not tell are none", async () => {
  plays({
    "conversations.info": { channel: privately },
    "conversations.members": { ok: false, error: "missing_scope" },
  });
  expect(await outcome(requireShown(read, viewer("U1"), "CHIDDEN"))).toBe("not_found");
});

test("who may see a channel is known for a minute, who may not is asked for again", async () => {
  plays({ "conversations.info": { channel: privately }, "conversations.members": { members: ["U1"] } });
  for (const person of ["U1", "U1", "U2", "U2"]) await outcome(requireShown(read, viewer(person), "CKEPT"));
  expect(methods().filter((method) => method === "conversations.info")).toHaveLength(3);
});

const listed = (id: string, is_private: boolean) => ({ id, is_private });

test("of the bot's private channels those are listed in which the person is too", async () => {
  plays({ "users.conversations": { channels: [{ id: "C2" }] } });
  const all = [listed("C1", false), listed("C2", true), listed("C3", true)];
  expect(await channelsShown(read, viewer("U1"), all)).toEqual(all.slice(0, 2));
  expect(Object.fromEntries(new URLSearchParams(end.asked[0]?.body))).toMatchObject({
    user: "U1",
    types: "private_channel",
  });
  expect(await channelsShown(read, viewer(), all)).toEqual(all.slice(0, 1));
});

test("where no channel is private nothing is asked", async () => {
  const all = [listed("C1", false)];
  expect(await channelsShown(read, viewer("U1"), all)).toEqual(all);
  expect(methods()).toEqual([]);
});
