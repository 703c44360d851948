import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { slack } from "../../../lib/providers/slack/definition.ts";
import { answer, json, type Play, reset, startTestServer } from "../../support/test-server.ts";
import { readerAt } from "../support/reader-at.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
});

const endpoints = { ...slack.endpoints, api: `${end.url}/api/` };
const token = {
  access_token: "xoxb-fake",
  bot: true,
  team: { id: "T1", name: "Acme" },
  authed_user: { id: "U1&x=1" },
  bot_user_id: "UBOT",
};
const readAccount = (changes: object = {}) => slack.account({ ...token, ...changes }, readerAt(endpoints));

test("asks for the name of the person who consented, and shows it beside the workspace", async () => {
  end.play = json({ ok: true, user: { id: "U1", name: "ada", real_name: "Ada Acme" } });
  expect(await readAccount()).toMatchObject({ id: "T1", name: "Acme", username: "ada" });
  expect(end.requests.map(({ path }) => path)).toEqual(["/api/users.info?user=U1%26x%3D1"]);
});

test.each<[string, Play]>([
  ["the scope is missing", json({ ok: false, error: "missing_scope", needed: "users:read" })],
  ["Slack is down", answer(503, "<html>")],
  ["Slack limits the rate", json({ ok: false, error: "ratelimited" }, 429)],
  ["the connection breaks", reset],
  ["the name is empty", json({ ok: true, user: { name: "" } })],
  ["the name is no text", json({ ok: true, user: { name: { toString: "ada" } } })],
  ["there is no person in the answer", json({ ok: true })],
  ["the answer is a list", json([])],
])("connects without a name when %s", async (_, play) => {
  end.play = play;
  const account = await readAccount();
  expect(account).toMatchObject({ id: "T1", name: "Acme", person: "U1&x=1" });
  expect(account).not.toHaveProperty("username");
});

test("asks nothing when Slack names no person", async () => {
  expect(await readAccount({ authed_user: undefined })).not.toHaveProperty("username");
  expect(end.requests).toEqual([]);
});

test("keeps no more of a name than fits a line", async () => {
  end.play = json({ ok: true, user: { name: "👩‍🚀".repeat(500) } });
  const { username = "" } = await readAccount();
  expect(username.length).toBeLessThanOrEqual(80);
  expect(username.isWellFormed()).toBe(true);
});
