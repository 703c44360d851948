import { expect, test } from "vitest";
import type { Exchange } from "../../../../infra/local/sandbox/exchange.ts";
import { type Body, useProvider } from "./provider.ts";
import { hmac, useReceiver } from "./receiver.ts";

const github = useProvider("github");
const receiver = useReceiver(github);
const client = { client_id: "sandbox-github-client", client_secret: "sandbox-github-secret" };
const hooks = "/repos/octo/hello-world/hooks";

async function signIn(scope = "repo admin:repo_hook", account = "octo"): Promise<string> {
  const back = await github.consent("/login/oauth/authorize", { scope }, { _approve: "1", _account: account });
  const form = { ...client, code: back.searchParams.get("code") ?? "" };
  return String(
    (await github.form("/login/oauth/access_token", form, { accept: "application/json" })).body.access_token,
  );
}

async function ask(token: string, method: string, path: string, body?: Body) {
  const headers = { authorization: `Bearer ${token}`, "user-agent": "test" };
  const answer = await fetch(github.url(path), { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
}

const link = (token: string, more: Body = {}) =>
  ask(token, "POST", hooks, {
    config: { url: `${receiver.origin()}/hook`, content_type: "json", secret: "a-hook-secret" },
    events: ["issues", "issue_comment"],
    ...more,
  });

async function createFailingHook(token: string): Promise<string> {
  const { id } = (await link(token)).body;
  receiver.setAnswer(() => ({ status: 503 }));
  await receiver.push({ event: "issues", text: "Lost" });
  return `${hooks}/${id}/deliveries`;
}

function isGenuine({ headers, body }: Exchange, secret: string): boolean {
  return headers["x-hub-signature-256"] === `sha256=${hmac(secret, body)}`;
}

test("creates a hook, hides its secret and pings it", async () => {
  await github.behave({ events: true });
  const { status, body } = await link(await signIn());
  expect({ status, body }).toMatchObject({ status: 201, body: { active: true, config: { secret: "********" } } });
  const [ping] = await receiver.waitForRequests(1);
  expect(ping?.headers).toMatchObject({ "x-github-event": "ping", "x-github-hook-id": String(body.id) });
  expect(receiver.bodies()).toMatchObject([{ hook_id: body.id, hook: { type: "Repository" } }]);
});

test("does not ping while events are off", async () => {
  await link(await signIn());
  expect((await github.control("GET", "deliveries")).body).toEqual([]);
});

test("refuses the same address twice", async () => {
  const token = await signIn();
  await link(token);
  expect(await link(token)).toMatchObject({ status: 422, body: { message: "Validation Failed" } });
});

test.each([
  ["without a scope for it", "read:user", "octo"],
  ["of somebody else's repository", "repo admin:repo_hook", "ada"],
])("hides the hooks from a token %s", async (_, scope, account) => {
  expect((await link(await signIn(scope, account))).status).toBe(404);
});

test("changes, lists and deletes a hook", async () => {
  const token = await signIn();
  const { id } = (await link(token)).body;
  await ask(token, "PATCH", `${hooks}/${id}`, { add_events: ["release"], active: false });
  expect((await ask(token, "GET", hooks)).body).toMatchObject([
    { id, active: false, events: ["issues", "issue_comment", "release"] },
  ]);
  expect((await ask(token, "DELETE", `${hooks}/${id}`)).status).toBe(204);
  expect((await ask(token, "GET", hooks)).body).toEqual([]);
});

test("delivers an issue opened through the API, signed with the hook's secret", async () => {
  const token = await signIn();
  await link(token);
  await github.behave({ events: true });
  const issue = await ask(token, "POST", "/repos/octo/hello-world/issues", { title: "Broken" });
  const [got] = await receiver.waitForRequests(1);
  expect(got && isGenuine(got, "a-hook-secret")).toBe(true);
  expect(got?.headers).toMatchObject({
    "x-github-delivery": expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/),
    "x-github-hook-installation-target-type": "repository",
    "user-agent": expect.stringMatching(/^GitHub-Hookshot\//),
  });
  expect(receiver.bodies()).toMatchObject([
    {
      action: "opened",
      issue: { number: issue.body.number, title: "Broken" },
      repository: { full_name: "octo/hello-world" },
      sender: { login: "octo" },
    },
  ]);
});

test("delivers a comment and a closed issue, made through the API", async () => {
  const token = await signIn();
  await link(token);
  await github.behave({ events: true });
  const issues = "/repos/octo/hello-world/issues";
  const { number } = (await ask(token, "POST", issues, { title: "Broken" })).body;
  await receiver.waitForRequests(1);
  await ask(token, "POST", `${issues}/${number}/comments`, { body: "Fix by Friday" });
  await receiver.waitForRequests(2);
  await ask(token, "PATCH", `${issues}/${number}`, { state: "closed" });
  await receiver.waitForRequests(3);
  expect(receiver.bodies().slice(1)).toMatchObject([
    { action: "created", issue: { number }, comment: { body: "Fix by Friday" } },
    { action: "closed", issue: { number } },
  ]);
});

test("does not deliver events that a hook is not subscribed to", async () => {
  const token = await signIn();
  await link(token, { events: ["push"] });
  await receiver.push({ event: "issues" });
  expect(receiver.received().map(({ path }) => path)).toEqual(["/api/integrations/github/webhook"]);
});

test("sends the payload as a form, signed as a whole, when the hook is configured so", async () => {
  const token = await signIn();
  const config = { url: `${receiver.origin()}/hook`, content_type: "form", secret: "a-hook-secret" };
  await link(token, { config, events: ["push"] });
  await receiver.push({ event: "push", text: "Fix it" });
  const [got] = receiver.received();
  expect(got && isGenuine(got, "a-hook-secret")).toBe(true);
  const payload = JSON.parse(new URLSearchParams(got?.body.toString("utf8")).get("payload") ?? "");
  expect(payload).toMatchObject({ head_commit: { message: "Fix it" } });
});

test("never redelivers by itself", async () => {
  await createFailingHook(await signIn());
  expect(receiver.received()).toHaveLength(1);
});

test("lists failed deliveries with request and answer", async () => {
  const token = await signIn();
  const deliveries = await createFailingHook(token);
  const [failed] = (await ask(token, "GET", deliveries)).body;
  expect(failed).toMatchObject({
    guid: receiver.received()[0]?.headers["x-github-delivery"],
    redelivery: false,
    status: "Invalid HTTP Response: 503",
    status_code: 503,
    event: "issues",
    action: "opened",
  });
  const { body } = await ask(token, "GET", `${deliveries}/${failed.id}`);
  expect(body.request.payload).toMatchObject({ issue: { title: "Lost" } });
});

test("redelivers the same request under the same id on request", async () => {
  const token = await signIn();
  const deliveries = await createFailingHook(token);
  receiver.setAnswer(() => ({ status: 200 }));
  const [failed] = (await ask(token, "GET", deliveries)).body;
  expect((await ask(token, "POST", `${deliveries}/${failed.id}/attempts`)).status).toBe(202);
  const [first, second] = await receiver.waitForRequests(2);
  expect(second?.body).toEqual(first?.body);
  expect(second?.headers["x-github-delivery"]).toBe(first?.headers["x-github-delivery"]);
  await expect
    .poll(async () => (await ask(token, "GET", deliveries)).body)
    .toMatchObject([{ guid: failed.guid, redelivery: true, status: "OK" }, { id: failed.id }]);
});

test("pages through the deliveries by its Link header", async () => {
  const token = await signIn();
  const deliveries = await createFailingHook(token);
  await receiver.push({ event: "issues", text: "Second" });
  const first = await ask(token, "GET", `${deliveries}?per_page=1`);
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
  const second = await ask(token, "GET", next.slice(next.indexOf("/repos")));
  expect([...first.body, ...second.body].map(({ id }) => id)).toEqual(
    (await ask(token, "GET", deliveries)).body.map(({ id }: Body) => id),
  );
  expect(second.headers.get("link")).toBeNull();
});

test("delivers a release published through the API", async () => {
  const token = await signIn();
  await link(token, { events: ["*"] });
  await github.behave({ events: true });
  await ask(token, "POST", "/repos/octo/hello-world/releases", { tag_name: "v1", name: "First" });
  await receiver.waitForRequests(1);
  expect(receiver.bodies()).toMatchObject([{ action: "published", release: { tag_name: "v1" } }]);
});
