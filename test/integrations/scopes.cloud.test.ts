import { beforeEach, expect, test } from "vitest";
import { connectInBrowser, startFlow } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import { errorOutcome, getOutcome, successOutcome } from "./support/callback.ts";
import { listConnections, problemAnswer } from "./support/connections.ts";
import { resetWorld } from "./support/reset.ts";
import { waitUntilAllRevoked } from "./support/revoker.ts";
import { createUser } from "./support/test-user.ts";

beforeEach(resetWorld);

const read = "https://www.googleapis.com/auth/gmail.readonly";
const send = "https://www.googleapis.com/auth/gmail.send";
const identity = ["openid", "https://www.googleapis.com/auth/userinfo.email"];

test("connects an account whose owner left a scope out, and says which", async () => {
  await sandbox("google").behave({ grantedScopes: [...identity, read] });
  const user = await createUser();
  expect(getOutcome(await connectInBrowser(user, "gmail"))).toEqual(successOutcome("gmail"));
  const [connection] = await listConnections(user);
  expect(connection).toMatchObject({ connected: true, missingScopes: [send] });
  expect(connection?.scopes).not.toContain(send);
  expect(connection?.reconnectUrl).toContain(String(connection?.id));
});

test("refuses consent that leaves out what the provider's endpoints need, and gives the grant back", async () => {
  await sandbox("google").behave({ grantedScopes: [...identity, send] });
  const user = await createUser();
  expect(getOutcome(await connectInBrowser(user, "gmail"))).toEqual(errorOutcome("gmail", "missing_scopes"));
  expect(await listConnections(user)).toEqual([]);
  await waitUntilAllRevoked("google");
});

test("adds the missing scope when the account is connected again", async () => {
  await sandbox("google").behave({ grantedScopes: [...identity, read] });
  const user = await createUser();
  await connectInBrowser(user, "gmail");
  await sandbox("google").behave({ grantedScopes: null });
  await connectInBrowser(user, "gmail");
  expect(await listConnections(user)).toMatchObject([{ missingScopes: [], scopes: expect.arrayContaining([send]) }]);
});

const listAskedScopes = async (query: Record<string, string>) =>
  (await startFlow(await createUser(), "figma", query)).searchParams.get("scope")?.split(" ").sort();

test("asks for the scopes the caller names, with what the endpoints need", async () => {
  expect(await listAskedScopes({ scopes: "file_versions:read" })).toEqual(["current_user:read", "file_versions:read"]);
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
  expect(await listAskedScopes({ scopes: "file_read,file_comments,file_variables,webhooks" })).toEqual(expected);
  expect(await listAskedScopes({ scopes: "file_read file_comments file_variables webhooks" })).toEqual(expected);
});

test.each(["constructor", "__proto__"])("asks for a scope called %s as it stands", async (name) => {
  expect(await listAskedScopes({ scopes: name })).toEqual([name, "current_user:read"].sort());
});

test.each(["a\r\nb", "a\u0000", "é", "x".repeat(5000)])("refuses %j as scopes", async (scopes) => {
  const answer = await (await createUser()).get(`/api/integrations/figma/auth?${new URLSearchParams({ scopes })}`);
  expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
});

test("asks Slack for a bot's and a person's scopes apart", async () => {
  const { searchParams } = await startFlow(await createUser(), "slack");
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
  const answer = await (await createUser()).get(`/api/integrations/figma/auth?${new URLSearchParams({ params })}`);
  expect(answer).toMatchObject(problemAnswer(400, "invalid_request"));
});
