// What each reader asks of AWS, and what it makes of the answer; a stand-in answers in the service's own protocol.
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { createAwsCaller } from "../../../infra/aws/call-aws.ts";
import { readRaisedAlarms } from "../../../infra/status/read-alarms.ts";
import { readConfiguredProviders } from "../../../infra/status/read-client-ids.ts";
import { readDeadLetters } from "../../../infra/status/read-dead-letters.ts";
import { readSecretStates } from "../../../infra/status/read-secrets.ts";
import { readSigningKeys } from "../../../infra/status/read-signing-keys.ts";
import { readStacks } from "../../../infra/status/read-stacks.ts";
import { emptyAccount, startAccountStandIn } from "../support/account-stand-in.ts";

const aws = await startAccountStandIn();
afterAll(() => aws.close());

beforeEach(() => {
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: "fake",
    AWS_SECRET_ACCESS_KEY: "fake",
  }))
    vi.stubEnv(name, value);
  aws.requests.length = 0;
  aws.content = emptyAccount;
  return () => vi.unstubAllEnvs();
});

const callAws = createAwsCaller("eu-central-1");
const account = { account: "111122223333", region: "eu-central-1", callAws };

/** What the last request said of itself. */
const readLastHeaders = () => {
  const { headers = {}, body = "" } = aws.requests.at(-1) ?? {};
  const service = /\/eu-central-1\/([\w-]+)\/aws4_request/.exec(String(headers.authorization))?.[1];
  return { service, type: headers["content-type"], target: headers["x-amz-target"], body };
};

test("stacks of the stage, of every page, with when they last changed", async () => {
  aws.content = {
    ...emptyAccount,
    stacks: [
      { name: "patchbay-prod-data", status: "UPDATE_COMPLETE", updatedAt: "2026-02-01T00:00:00.000Z" },
      { name: "patchbay-production-data", status: "UPDATE_COMPLETE" },
      { name: "patchbay-prod-api", status: "CREATE_COMPLETE" },
    ],
  };
  expect(await readStacks(callAws, "prod")).toEqual([
    { name: "patchbay-prod-data", status: "UPDATE_COMPLETE", changedAt: "2026-02-01T00:00:00.000Z" },
    { name: "patchbay-prod-api", status: "CREATE_COMPLETE", changedAt: "2026-01-01T00:00:00.000Z" },
  ]);
  expect(readLastHeaders()).toEqual({
    ...{ service: "cloudformation", type: "application/x-www-form-urlencoded", target: undefined },
    body: "Action=DescribeStacks&Version=2010-05-15&NextToken=2",
  });
});

test("alarms of the stage that are raised", async () => {
  const names = ["patchbay-prod-a", "patchbay-prod-b", "patchbay-prod-c", "patchbay-dev-d"];
  const alarms = Object.fromEntries(names.map((name) => [name, "ALARM"]));
  aws.content = { ...emptyAccount, alarms: { ...alarms, "patchbay-prod-e": "OK" } };
  const found = await readRaisedAlarms(callAws, "prod");
  expect(found.map(({ name }) => name)).toEqual(["patchbay-prod-a", "patchbay-prod-b", "patchbay-prod-c"]);
  expect(found[0]?.since).toBe("2026-02-01T10:00:00.000Z");
  expect(readLastHeaders()).toMatchObject({ service: "monitoring", type: "application/x-www-form-urlencoded" });
});

test("secrets of the stage: ours, without our tag, and under the names of 0.1.0", async () => {
  aws.content = {
    ...emptyAccount,
    secrets: {
      "patchbay/prod/slack/client": "prod",
      "patchbay/prod/slack/webhook": undefined,
      "patchbay/prod/channel-signing": "prod",
      "patchbay/dev/slack/client": "dev",
      "prod/slack/client": undefined,
      "prod/github/client": undefined,
    },
  };
  expect([...(await readSecretStates(callAws, "prod"))].sort()).toEqual([
    ["patchbay/prod/channel-signing", "present"],
    ["patchbay/prod/github/client", "former"],
    ["patchbay/prod/slack/client", "present"],
    ["patchbay/prod/slack/webhook", "foreign"],
  ]);
  expect(readLastHeaders()).toMatchObject({
    ...{ service: "secretsmanager", type: "application/x-amz-json-1.1", target: "secretsmanager.ListSecrets" },
  });
});

test("the providers with a client id", async () => {
  aws.content = { ...emptyAccount, clientIds: JSON.stringify({ slack: "1.2", github: "Iv1" }) };
  expect([...(await readConfiguredProviders(callAws, "prod"))]).toEqual(["slack", "github"]);
  expect(readLastHeaders()).toEqual({
    ...{ service: "ssm", type: "application/x-amz-json-1.1", target: "AmazonSSM.GetParameter" },
    body: '{"Name":"/patchbay/prod/client-ids"}',
  });
});

test("no provider has a client id where the parameter is not there, and one that is no list of them is named without its value", async () => {
  expect([...(await readConfiguredProviders(callAws, "prod"))]).toEqual([]);
  aws.content = { ...emptyAccount, clientIds: "s3cret" };
  await expect(readConfiguredProviders(callAws, "prod")).rejects.toThrow(
    /^The parameter \/patchbay\/prod\/client-ids is not a list of client ids[^3]*$/,
  );
});

test("the aliases of the stage's signing keys, of every page", async () => {
  const own = ["rs384-current", "rs384-next", "es384-current"].map((slot) => `alias/patchbay-prod-ehr-${slot}`);
  aws.content = { ...emptyAccount, aliases: ["alias/patchbay-prod", "alias/aws/s3", ...own] };
  expect([...(await readSigningKeys(callAws, "prod"))]).toEqual(own);
  expect(readLastHeaders()).toMatchObject({
    ...{ service: "kms", type: "application/x-amz-json-1.1", target: "TrentService.ListAliases" },
    body: '{"Limit":100,"Marker":"4"}',
  });
});

test("the depth of every dead-letter queue, and which are not there", async () => {
  aws.content = {
    ...emptyAccount,
    queues: { "patchbay-prod-webhooks-slack-dead-letters": 3, "patchbay-prod-feed-dead-letters": 0 },
  };
  const queues = await readDeadLetters(account, "prod");
  expect(queues.filter(({ messages }) => messages !== undefined)).toEqual([
    { name: "patchbay-prod-webhooks-slack-dead-letters", messages: 3 },
    { name: "patchbay-prod-feed-dead-letters", messages: 0 },
  ]);
  expect(queues.length).toBeGreaterThan(10);
  const { service, type, target, body } = readLastHeaders();
  expect({ service, type, target }).toEqual({
    ...{ service: "sqs", type: "application/x-amz-json-1.0", target: "AmazonSQS.GetQueueAttributes" },
  });
  expect(body).toMatch(/"QueueUrl":"https:\/\/sqs\.eu-central-1\.amazonaws\.com\/111122223333\/patchbay-prod-/);
});

test.each([
  ["DescribeStacks", "cloudformation:DescribeStacks", () => readStacks(callAws, "prod")],
  ["DescribeAlarms", "cloudwatch:DescribeAlarms", () => readRaisedAlarms(callAws, "prod")],
  ["ListSecrets", "secretsmanager:ListSecrets", () => readSecretStates(callAws, "prod")],
  ["GetParameter", "ssm:GetParameter", () => readConfiguredProviders(callAws, "prod")],
  ["ListAliases", "kms:ListAliases", () => readSigningKeys(callAws, "prod")],
  ["GetQueueAttributes", "sqs:GetQueueAttributes", () => readDeadLetters(account, "prod")],
])("a refusal of %s names the permission %s", async (operation, permission, read) => {
  aws.content = { ...emptyAccount, refused: [operation] };
  await expect(read()).rejects.toThrow(`AWS answered 403: these credentials may need ${permission}.`);
});
