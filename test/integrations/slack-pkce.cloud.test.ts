// Slack with `pkce: true`, a setting that the stage under test does not have: the deployed Lambdas' code and environment, and it.
// What is sent without it stands in pkce.cloud.test.ts.
import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readDeployedEnvironment } from "../support/aws.ts";
import { httpEvent } from "../support/events.ts";
import { giveConsent } from "../support/flow.ts";
import { type LambdaProcess, startLambdaProcess } from "../support/lambda-process.ts";
import { listConnections } from "./support/connections.ts";
import { facts, getSandbox } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { listStoredRows } from "./support/tables.ts";
import { createUser, type TestUser } from "./support/test-user.ts";

const lambdas: Partial<Record<"start" | "callback", LambdaProcess>> = {};

async function launch(entry: keyof typeof lambdas): Promise<void> {
  const deployed = await readDeployedEnvironment(`integrations-${entry}-slack`);
  const { slack } = JSON.parse(deployed.PROVIDER_SETTINGS ?? "{}");
  const PROVIDER_SETTINGS = JSON.stringify({ slack: { ...slack, pkce: true } });
  lambdas[entry] = await startLambdaProcess(`integrations/${entry}`, { ...deployed, PROVIDER_SETTINGS });
}

beforeAll(() => Promise.all([launch("start"), launch("callback")]));
afterAll(() => Promise.all(Object.values(lambdas).map((lambda) => lambda?.stop())));
beforeEach(resetWorld);

interface Begun {
  readonly url: URL;
  readonly cookies: string[];
}

async function begin({ sub }: TestUser): Promise<Begun> {
  const event = httpEvent({ on: "GET /api/integrations/slack/auth", claims: { sub, org: "acme" } });
  const answer = await lambdas.start?.invoke(event);
  const url = new URL(JSON.parse(answer?.body ?? "{}").authorizationUrl);
  return { url, cookies: (answer?.cookies ?? []).map((cookie) => cookie.split(";")[0] ?? "") };
}

async function finish({ cookies }: Begun, callback: URL): Promise<URL> {
  const query = Object.fromEntries(callback.searchParams);
  const event = httpEvent({ on: "GET /api/integrations/slack/callback", query, cookies });
  const answer = await lambdas.callback?.invoke(event);
  return new URL(String(answer?.headers?.location));
}

async function readTokenForm(): Promise<URLSearchParams> {
  const [call] = await getSandbox("slack").requests(facts.slack.tokenPath);
  return new URLSearchParams(call?.body);
}

test("challenges Slack with S256, brings the verifier that fits, and still the client's secret", async () => {
  const user = await createUser();
  const begun = await begin(user);
  const outcome = await finish(begun, await giveConsent(begun.url));
  expect(outcome.searchParams.get("status")).toBe("success");
  const form = await readTokenForm();
  const verifier = form.get("code_verifier") ?? "";
  expect(verifier).toMatch(/^[A-Za-z0-9._~-]{43,128}$/);
  expect(begun.url.searchParams.get("code_challenge_method")).toBe("S256");
  expect(begun.url.searchParams.get("code_challenge")).toBe(createHash("sha256").update(verifier).digest("base64url"));
  expect(form.has("client_secret")).toBe(true);
  expect(await listConnections(user)).toMatchObject([{ provider: "slack", connected: true }]);
});

test("connects nothing when a code of another flow is put to the user's state", async () => {
  const [user, other] = [await createUser(), await createUser()];
  const [mine, theirs] = [await begin(user), await begin(other)];
  const [callback, foreign] = [await giveConsent(mine.url), await giveConsent(theirs.url)];
  callback.searchParams.set("code", foreign.searchParams.get("code") ?? "");
  const outcome = await finish(mine, callback);
  expect(outcome.searchParams.get("status")).toBe("error");
  expect((await readTokenForm()).has("code_verifier")).toBe(true);
  expect(await listStoredRows(user.sub)).toEqual([]);
});
