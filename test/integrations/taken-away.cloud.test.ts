// One provider is taken away by the operator, and brought back: its neighbours notice nothing, and nobody has to connect again.
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { beforeAll, expect, test } from "vitest";
import { type Account, connectAccount, nowSeconds } from "../connections/support/account.ts";
import { createUseEvent } from "../connections/support/calls.ts";
import { findMetrics, startContainer, startDataContainer } from "../connections/support/containers.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { ssm } from "../support/aws.ts";
import { httpEvent } from "../support/events.ts";

resetBeforeEach();

/** Parameters of their own, since the deployed Lambdas keep theirs for minutes. */
const away = { CLIENT_IDS_PARAMETER: "/patchbay/test/client-ids-figma-away" };
const sentence = "Figma OAuth not configured. Please contact administrator.";

beforeAll(async () => {
  const Value = JSON.stringify({ github: "sandbox-github-client", calendar: "sandbox-google-client" });
  const Name = away.CLIENT_IDS_PARAMETER;
  await ssm().send(new PutParameterCommand({ Name, Type: "String", Overwrite: true, Value }));
});

async function use(account: Account, environment: Record<string, string> = {}) {
  const lambda = await startDataContainer(account.provider, environment);
  const { statusCode, body = "" } = await lambda.invoke(createUseEvent(account));
  return { statusCode, json: JSON.parse(body), metrics: findMetrics(lambda.logs()) };
}

test("while it is away, its data endpoint says so once its token has expired, and no alarm counts it", async () => {
  const account = await connectAccount("figma");
  expect((await use(account, away)).statusCode).toBe(200);
  await account.setRemainingSeconds(-10);
  const { statusCode, json, metrics } = await use(account, away);
  expect({ statusCode, json }).toMatchObject({ statusCode: 503, json: { code: "not_configured", message: sentence } });
  for (const metric of ["RefreshFailed", "OAuthClientRejected", "SecretMissing"]) expect(metrics).not.toContain(metric);
  expect((await account.readStored()).status).toBe("active");
});

test("when it is back, its connections work again without being made anew", async () => {
  const account = await connectAccount("figma");
  await account.setRemainingSeconds(-10);
  const { version } = await account.readStored();
  expect((await use(account, away)).statusCode).toBe(503);
  expect((await account.readStored()).version).toBe(version);
  expect((await use(account)).statusCode).toBe(200);
  expect((await account.readStored()).version).not.toBe(version);
});

test("the others start, and are refreshed as ever", async () => {
  const event = httpEvent({ on: "GET /api/integrations/github/auth", claims: { sub: "somebody", org: "acme" } });
  expect((await (await startContainer("integrations/start", "github", away)).invoke(event)).statusCode).toBe(200);
  const account = await connectAccount("calendar");
  await account.setRemainingSeconds(-10);
  expect((await use(account, away)).statusCode).toBe(200);
});

test("its renewals wait an hour each, and become no dead letters", async () => {
  const account = await connectAccount("figma");
  await account.change({ dueAt: nowSeconds() - 1 });
  const { tenant, user, id } = await account.readStored();
  const body = {
    pk: `owner#${encodeURIComponent(tenant)}#${encodeURIComponent(user)}`,
    sk: `conn#figma#${encodeURIComponent(id)}`,
  };
  const attributes = { ApproximateReceiveCount: "1", SentTimestamp: String(Date.now()) };
  const Records = [{ messageId: "m-1", receiptHandle: "r-1", body: JSON.stringify(body), attributes }];
  const job = await startContainer("jobs/refresh-tokens", undefined, away);
  expect(await job.invoke({ Records })).toEqual({ batchItemFailures: [] });
  const { dueAt = 0, status } = await account.readStored();
  expect(status).toBe("active");
  expect(dueAt).toBeGreaterThan(nowSeconds() + 3500);
});
