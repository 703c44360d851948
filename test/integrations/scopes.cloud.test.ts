import { beforeEach, expect, test } from "vitest";
import { connect, start } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import { outcomeOf, refused, succeeded } from "./support/callback.ts";
import { listOf, problem } from "./support/connections.ts";
import { freshWorld } from "./support/reset.ts";
import { allRevoked } from "./support/revoker.ts";
import { someone } from "./support/someone.ts";

beforeEach(freshWorld);

const read = "https://www.googleapis.com/auth/gmail.readonly";
const send = "https://www.googleapis.com/auth/gmail.send";
const identity = ["openid", "https://www.googleapis.com/auth/userinfo.email"];

test("connects an account whose owner left a scope out, and says which", async () => {
  await sandbox("google").behave({ grantedScopes: [...identity, read] });
  const user = await someone();
  expect(outcomeOf(await connect(user, "gmail"))).toEqual(succeeded("gmail"));
  const [connection] = await listOf(user);
  expect(connection).toMatchObject({ connected: true, missingScopes: [send] });
  expect(connection?.scopes).not.toContain(send);
  expect(connection?.reconnectUrl).toContain(String(connection?.id));
});

test("refuses consent that leaves out what the provider's endpoints need, and gives the grant back", async () => {
  await sandbox("google").behave({ grantedScopes: [...identity, send] });
  const user = await someone();
  expect(outcomeOf(await connect(user, "gmail"))).toEqual(refused("gmail", "missing_scopes"));
  expect(await listOf(user)).toEqual([]);
  await allRevoked("google");
});

test("adds the missing scope when the account is connected again", async () => {
  await sandbox("google").behave({ grantedScopes: [...identity, read] });
  const user = await someone();
  await connect(user, "gmail");
  await sandbox("google").behave({ grantedScopes: null });
  await connect(user, "gmail");
  expect(await listOf(user)).toMatchObject([{ missingScopes: [], scopes: expect.arrayContaining([send]) }]);
});

const asked = async (query: Record<string, string>) =>
  (await start(await someone(), "figma", query)).searchParams.get("scope")?.split(" ").sort();

test("asks for the scopes the caller names, with what the endpoints need", async () => {
  expect(await asked({ scopes: "file_versions:read" })).toEqual(["current_user:read", "file_versions:read"]);
});

test("understands the scope names of earlier systems, with commas or spaces", async () => {
  const expected = [
    "current_user:read",
    "file_comments:read",
    "file_comments:write",
    "file_content:read",
    "file_metadata:read",
    "file_variables:read",
    "file_versions:read",
    "projects:read",
    "webhooks:read",
    "webhooks:write",
  ];
  expect(await asked({ scopes: "file_read,file_comments,file_variables,webhooks" })).toEqual(expected);
  expect(await asked({ scopes: "file_read file_comments file_variables webhooks" })).toEqual(expected);
});

test.each(["constructor", "__proto__"])("asks for a scope called %s as it stands", async (name) => {
  expect(await asked({ scopes: name })).toEqual([name, "current_user:read"].sort());
});

test.each(["a\r\nb", "a\u0000", "é", "x".repeat(5000)])("refuses %j as scopes", async (scopes) => {
  const answer = await (await someone()).get(`/api/integrations/figma/auth?${new URLSearchParams({ scopes })}`);
  expect(answer).toMatchObject(problem(400, "invalid_request"));
});

test("asks Slack for a bot's and a person's scopes apart", async () => {
  const { searchParams } = await start(await someone(), "slack");
  expect(searchParams.get("scope")?.split(",")).toContain("chat:write");
  expect(searchParams.get("user_scope")?.split(",")).toContain("search:read");
  expect(searchParams.get("scope")).not.toContain("search:read");
});

test.each([
  ["a parameter the provider does not take", '{"shop":"acme.myshopify.com"}'],
  ["parameters that are no JSON", "{"],
  ["parameters that are no strings", '{"a":{}}'],
  ["inherited names", '{"constructor":"x"}'],
])("refuses %s", async (_, params) => {
  const answer = await (await someone()).get(`/api/integrations/figma/auth?${new URLSearchParams({ params })}`);
  expect(answer).toMatchObject(problem(400, "invalid_request"));
});
