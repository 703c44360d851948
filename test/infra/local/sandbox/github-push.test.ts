import { expect, test } from "vitest";
import { useProvider } from "./provider.ts";
import { hmac, useReceiver } from "./receiver.ts";

const github = useProvider("github");
const receiver = useReceiver(github);

function isGenuine(): boolean {
  const [got] = receiver.received();
  const expected = hmac("sandbox-github-webhook-secret", got?.body ?? "");
  return got?.headers["x-hub-signature-256"] === `sha256=${expected}`;
}

test.each([
  ["issues", { action: "opened", issue: { title: "Title" } }],
  ["issue_comment", { action: "created", comment: { body: "Title" } }],
  ["push", { commits: [{ message: "Title" }], ref: "refs/heads/main" }],
  ["pull_request", { action: "opened", pull_request: { title: "Title" } }],
  ["release", { action: "published", release: { tag_name: "Title" } }],
])("delivers %s to the app's webhook, signed with the app's secret", async (event, expected) => {
  await receiver.push({ event, text: "Title" });
  expect(isGenuine()).toBe(true);
  expect(receiver.received()[0]).toMatchObject({
    path: "/api/integrations/github/webhook",
    headers: { "x-github-event": event, "x-github-hook-installation-target-type": "integration" },
  });
  expect(receiver.bodies()).toMatchObject([
    { ...expected, repository: { full_name: "octo/hello-world" }, sender: { login: "octo" } },
  ]);
});

test.each(["ping", "installation"])("delivers %s", async (event) => {
  await receiver.push({ event });
  expect(isGenuine()).toBe(true);
  expect(receiver.received()[0]?.headers["x-github-event"]).toBe(event);
});

test("delivers that a user has revoked the app, after their token was invalidated", async () => {
  const back = await github.consent("/login/oauth/authorize", { scope: "repo" });
  const form = {
    client_id: "sandbox-github-client",
    client_secret: "sandbox-github-secret",
    code: back.searchParams.get("code") ?? "",
  };
  const token = (await github.form("/login/oauth/access_token", form, { accept: "application/json" })).body
    .access_token;
  await receiver.push({ event: "github_app_authorization" });
  expect(receiver.bodies()).toMatchObject([{ action: "revoked", sender: { login: "octo" } }]);
  expect((await github.asBearer("/user", token)).status).toBe(401);
});

test.each(["signature", "secret", "body", "unsigned"])("forges the %s", async (forge) => {
  await receiver.push({ event: "issues", forge });
  expect(isGenuine()).toBe(false);
});

test("delivers the same request several times on command", async () => {
  await receiver.push({ event: "issues", times: 3 });
  expect(new Set(receiver.received().map(({ headers }) => headers["x-github-delivery"])).size).toBe(1);
  expect(receiver.received()).toHaveLength(3);
});

test("stores a pushed issue as an open one", async () => {
  await receiver.push({ event: "issues", text: "Kept" });
  const { body } = await github.get("/repos/octo/hello-world/issues");
  expect(Object.values(body)).toMatchObject([{ title: "Kept" }]);
});

test("refuses an unknown repository", async () => {
  const answer = await github.control("POST", "push", { event: "push", repository: "octo/nothing" });
  expect(answer).toMatchObject({ status: 400, body: { error: expect.stringContaining("octo/nothing") } });
});
