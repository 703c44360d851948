import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { createSlackClient } from "../../../lib/providers/slack/api.ts";
import { createMentionFormatter, findIdByName, findIdsByEmail } from "../../../lib/providers/slack/cards/mentions.ts";
import { slack } from "../../../lib/providers/slack/definition.ts";
import { answer, json, type Play, reset, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
});

const client = createSlackClient(withOrigin(slack, end.url), "xoxb-obviously-fake", fetch);
const showPeople = async (...people: string[]) =>
  people.map(createMentionFormatter(await findIdsByEmail(client, people)));

test("a person is found by their address", async () => {
  end.play = json({ ok: true, user: { id: "U0ACMEADA" } });
  expect(await showPeople("ada@example.com", "Ada", "U0ACMEBEN")).toEqual(["<@U0ACMEADA>", "Ada", "<@U0ACMEBEN>"]);
  expect(end.requests.map(({ path, body }) => [path, new URLSearchParams(body).get("email")])).toEqual([
    ["/api/users.lookupByEmail", "ada@example.com"],
  ]);
});

test.each<[string, Play]>([
  ["an unknown address", json({ ok: false, error: "users_not_found" })],
  ["a missing scope", json({ ok: false, error: "missing_scope", needed: "users:read.email" })],
  ["a limit", answer(429, "", { "retry-after": "30" })],
  ["a failure", answer(500)],
  ["a reset", reset],
  ["a page", answer(200, "<html>")],
])("%s leaves the address as it is, without another try", async (_, play) => {
  end.play = play;
  expect(await showPeople("ada@example.com")).toEqual(["ada@example.com"]);
  expect(end.requests).toHaveLength(1);
});

test("a token that is not accepted is reported, so that it is renewed", async () => {
  end.play = json({ ok: false, error: "token_expired" });
  const error = await findIdsByEmail(client, ["ada@example.com"]).catch((one: unknown) => one);
  expect(findProviderError(error)?.kind).toBe("token");
});

const people = [
  { id: "U1", name: "ada", real_name: "Ada Lovelace", display_name: "" },
  { id: "U2", name: "ben", real_name: "Ben", display_name: "Benny" },
  { id: "U3", name: "ben2", real_name: "Ben", display_name: "" },
];

test.each([
  ["Ada Lovelace", "U1"],
  ["ada lovelace ", "U1"],
  ["@ada", "U1"],
  ["benny", "U2"],
  ["ben2", "U3"],
  ["Ben", undefined],
  ["Ada", "U1"],
  ["Lovelace", undefined],
  ["", undefined],
])("the name %j belongs to %s", (name, id) => {
  expect(findIdByName(name, people)).toBe(id);
});
