// After every kind of flow, including failed ones, no log, queue or table contains a secret.
import { beforeAll, expect, test } from "vitest";
import { type ProviderId, providerIds } from "../../lib/provider-ids.ts";
import { type Answer, createBrowser, tokenFor } from "../support/api.ts";
import { readDeployedEnvironment } from "../support/aws.ts";
import { httpEvent } from "../support/events.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { startLambdaProcess } from "../support/lambda-process.ts";
import { spy } from "../support/spy.ts";
import { getHandle } from "./support/callback.ts";
import { facts, getSandbox } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { createSecretCollector, findSecrets, looksLikeToken } from "./support/secrets.ts";
import { createOtherBrowser, createUser } from "./support/test-user.ts";
import { readLoggedLines, readQueuedMessages, readStoredText } from "./support/traces.ts";

const secrets = createSecretCollector();
const answers: Answer[] = [];
const canary = "canary-in-the-providers-words";

/** A user whose bearer token is one of the secrets. */
async function createKnownUser() {
  const token = await tokenFor({ sub: `known-${crypto.randomUUID()}`, org: "acme" });
  secrets.keep(token, token.split(".")[2]);
  return createBrowser(token);
}

async function exerciseProvider(provider: ProviderId): Promise<void> {
  const user = await createKnownUser();
  const callback = secrets.callback(await giveConsent(await startFlow(user, provider)));
  secrets.cookies(user);
  answers.push(await user.visit(callback), await user.visit(callback));
  answers.push(await user.get("/api/integrations"), await user.post(`/api/integrations/${provider}/refresh`));
  answers.push(await user.delete(`/api/integrations/${provider}`));
  const held = secrets.callback(await giveConsent(await startFlow(user, provider)));
  const asked = secrets.answer(await createOtherBrowser().visit(held));
  const handle = getHandle(asked);
  answers.push(await (await createKnownUser()).post(`/api/integrations/${provider}/confirm`, { handle }));
  answers.push(await user.post(`/api/integrations/${provider}/confirm`, { handle, extra: handle }));
}

async function failAt(provider: ProviderId, scripted: object): Promise<void> {
  await getSandbox(provider).script({ path: facts[provider].tokenPath, ...scripted });
  const user = await createKnownUser();
  answers.push(await user.visit(secrets.callback(await giveConsent(await startFlow(user, provider)))));
}

const failures = [
  { status: 400, body: { error: "odd", error_description: canary, access_token: canary } },
  { status: 400, body: { error: `the code ${canary} is unknown` } },
  { status: 500, body: canary },
  { status: 200, body: `<html>${canary}</html>` },
  { status: 200, body: { access_token: canary, token_type: canary } },
];

async function failingStore(): Promise<void> {
  const user = await createKnownUser();
  const callback = secrets.callback(await giveConsent(await startFlow(user, "figma")));
  const lambda = "integrations-callback-figma";
  await spy.breakNext({ service: "dynamodb", lambda, operation: "TransactWriteItems", action: "throttle", times: 3 });
  answers.push(await user.visit(callback));
  await spy.breakNext({ service: "dynamodb", lambda: "integrations-list", action: "error500", times: 3 });
  answers.push(await user.get("/api/integrations"));
}

beforeAll(async () => {
  await resetWorld();
  secrets.keep(canary);
  for (const id of providerIds) await exerciseProvider(id);
  for (const scripted of failures) for (const id of providerIds) await failAt(id, scripted);
  await failingStore();
  const user = await createKnownUser();
  await user.visit(secrets.callback(await giveConsent(await startFlow(user, "slack"))));
  await secrets.tokens();
}, 120_000);

test("collects secrets of every kind for the tests below", () => {
  const found = secrets.found().join("\n");
  for (const look of [
    /^ya29\./m,
    /^1\/\//m,
    /^figu_/m,
    /^figur_/m,
    /^xoxb-/m,
    /^gho_/m,
    /^00D\w+!/m,
    /^CM-na1-/m,
    /secret$/m,
  ]) {
    expect(found).toMatch(look);
  }
  expect(secrets.found().length).toBeGreaterThan(60);
});

test("writes no secret into a log", async () => {
  const lines = await readLoggedLines();
  const text = lines.join("\n");
  // The logs exist and are those of these flows.
  expect(text).toContain("flow ended");
  expect(text).toContain("code exchange failed");
  expect(findSecrets(text, secrets.found())).toEqual([]);
  expect(text).not.toMatch(looksLikeToken);
});

test("puts no secret on a queue", async () => {
  const text = (await readQueuedMessages()).join("\n");
  expect(text).toContain("grantId");
  expect(findSecrets(text, secrets.found())).toEqual([]);
  expect(text).not.toMatch(looksLikeToken);
});

test("stores no secret in plain text", async () => {
  const text = await readStoredText();
  expect(text).toContain("connectedAt");
  expect(findSecrets(text, secrets.found())).toEqual([]);
  expect(text).not.toMatch(looksLikeToken);
});

test("returns no secret to a browser", () => {
  const refusals = answers.filter(({ status, location }) => status >= 400 || location?.search.includes("status=error"));
  expect(refusals.length).toBeGreaterThan(25);
  const told = answers.map(({ text, headers, location }) =>
    [text, headers.getSetCookie().join(), location?.href].join(),
  );
  expect(findSecrets(told.join("\n"), secrets.found())).toEqual([]);
  expect(told.join("\n")).not.toMatch(looksLikeToken);
});

test.each([
  ["succeeds", undefined],
  ["fails", { path: facts.figma.tokenPath, status: 400, body: { error: `no ${canary}`, access_token: canary } }],
])("writes no secret into a log at debug level either, when a flow %s", async (_, scripted) => {
  if (scripted) await getSandbox("figma").script(scripted);
  const environment = { ...(await readDeployedEnvironment("integrations-callback-figma")), LOG_LEVEL: "DEBUG" };
  const lambda = await startLambdaProcess("integrations/callback", environment);
  const user = await createUser();
  const callback = secrets.callback(await giveConsent(await startFlow(user, "figma")));
  secrets.cookies(user);
  const query = Object.fromEntries(callback.searchParams);
  const cookies = [user.cookies.header("/") ?? ""];
  await lambda.invoke(httpEvent({ on: "GET /api/integrations/figma/callback", query, cookies }));
  await secrets.tokens();
  // After its end, its output is complete.
  await lambda.stop();
  const logs = lambda.logs();
  expect(logs).toContain("FlowFinished");
  expect(findSecrets(logs, secrets.found())).toEqual([]);
});
