import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { loadStage } from "../../../infra/load-stage.ts";
import { queueNames } from "../../../infra/names.ts";
import { listStackNames } from "../../../infra/status/find-missing.ts";
import { json, startTestServer } from "../../support/test-server.ts";
import { type AccountContent, emptyAccount, startAccountStandIn } from "../support/account-stand-in.ts";
import { copyRepository } from "../support/repository-copy.ts";
import { runCommand } from "../support/run-command.ts";

const aws = await startAccountStandIn();
const api = await startTestServer(json({ status: "ok" }));
const { folder, remove } = await copyRepository();
afterAll(async () => {
  await Promise.all([aws.close(), api.close()]);
  await remove();
});

const example = await readFile("infra/stages/dev.ts", "utf8");
await writeFile(
  join(folder, "infra/stages/prod.ts"),
  example
    .replace('"dev",', '"prod", account: "111122223333", region: "eu-central-1", alarmEmail: "oncall@example.com",')
    .replaceAll("https://app.example.com", api.url)
    .replace("providers: {}", "providers: { slack: {}, epic: {} }, ehr: {}"),
);

const status = (words: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
  runCommand("status", ["--stage", "prod", ...words], {
    cwd: folder,
    env: {
      ...{ AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: "fake", AWS_SECRET_ACCESS_KEY: "fake" },
      ...{ AWS_REGION: "eu-central-1", ...env },
    },
  });

const names = listStackNames({ ...(await loadStage("dev")), stage: "prod" });
const slots = ["rs384-current", "rs384-next", "es384-current", "es384-next"];
const complete: AccountContent = {
  account: "111122223333",
  stacks: names.map((name) => ({ name, status: "UPDATE_COMPLETE", updatedAt: "2026-02-01T00:00:00.000Z" })),
  secrets: Object.fromEntries(
    ["channel-signing", "customers", "slack/client", "slack/webhook", "epic/client"].map((name) => [
      ...[`patchbay/prod/${name}`, "prod"],
    ]),
  ),
  clientIds: JSON.stringify({ slack: "id-of-slack", epic: "id-of-epic" }),
  aliases: slots.map((slot) => `alias/patchbay-prod-ehr-${slot}`),
  alarms: {},
  queues: Object.fromEntries([...queueNames, "feed"].map((name) => [`patchbay-prod-${name}-dead-letters`, 0])),
};

beforeEach(() => {
  aws.content = complete;
  aws.requests.length = 0;
  api.requests.length = 0;
});

test("a complete stage lacks nothing, and nothing in its account is changed", async () => {
  const { code, stdout, stderr } = await status();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(
    /^Stage prod: account 111122223333, region eu-central-1\nStacks\n {2}patchbay-prod-data +UPDATE_COMPLETE +2026/,
  );
  expect(stdout).toContain("\n  slack  client id present, client secret present, webhook secret present\n");
  expect(stdout).toContain("\nSecrets of the stage\n  channel-signing present\n  customers present\n");
  expect(stdout).toContain("\n  alias/patchbay-prod-ehr-es384-next  present\n");
  expect(stdout).toContain("\nAlarms\n  none in state ALARM\nDead letters\n  none in ");
  expect(stdout).toContain(`${api.url}/api/integrations/slack/webhook\n`);
  expect(stdout).toMatch(/\n {4}or all of them, .*: npm run app-manifest -- --stage prod --provider slack\n/);
  expect(stdout).toContain(`${api.url}/api/ehr/launch\n`);
  expect(stdout).toMatch(/\nNothing is missing\.\n$/);
  const operations = aws.requests.map(
    ({ headers, body }) => headers["x-amz-target"] ?? new URLSearchParams(body).get("Action"),
  );
  expect([...new Set(operations.map(String))].sort()).toEqual([
    ...[
      "AmazonSQS.GetQueueAttributes",
      "AmazonSSM.GetParameter",
      "DescribeAlarms",
      "DescribeStacks",
      "GetCallerIdentity",
    ],
    ...["TrentService.ListAliases", "secretsmanager.ListSecrets"],
  ]);
});

test("neither a client id nor anything else that is stored is printed", async () => {
  const { stdout } = await status();
  expect(stdout).not.toContain("id-of-");
});

test("an empty account lacks everything, and each thing has what to do", async () => {
  aws.content = emptyAccount;
  const { code, stdout } = await status();
  expect(code).toBe(0);
  expect(stdout).toMatch(/\n {2}patchbay-prod-data +not deployed\n/);
  expect(stdout).toMatch(/\nDead letters\n {2}\d+ queues are not there yet\n/);
  const [, missing = ""] = stdout.split("\nMissing, and what to do\n");
  const commands = ["npm run deploy", "npm run secrets", "npm run ehr-keys -- create"];
  expect(missing).toContain("- No stack is deployed: run npm run deploy -- --stage prod.\n");
  for (const command of commands) expect(missing).toContain(`${command} `);
  expect(missing).toContain("set SLACK_SIGNING_SECRET in .env.prod");
});

test("alarms that are raised and messages in dead-letter queues are named", async () => {
  aws.content = {
    ...complete,
    alarms: { "patchbay-prod-webhook-failures": "ALARM", "patchbay-prod-quiet": "OK" },
    queues: { ...complete.queues, "patchbay-prod-webhooks-slack-dead-letters": 7 },
  };
  const { stdout } = await status();
  expect(stdout).toContain(
    "Alarms\n  patchbay-prod-webhook-failures  ALARM since 2026-02-01T10:00:00.000Z\nDead letters\n",
  );
  expect(stdout).toContain("Dead letters\n  patchbay-prod-webhooks-slack-dead-letters  7\n");
});

test("what cannot be read says why, is no missing thing, and makes the exit code 1", async () => {
  aws.content = { ...complete, refused: ["ListSecrets"] };
  const { code, stdout, stderr } = await status();
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect(stdout).toContain(
    "Providers\n  could not be read. AWS answered 403: these credentials may need secretsmanager:ListSecrets.\n",
  );
  expect(stdout).toContain("\nStacks\n");
  expect(stdout).toMatch(/\nNothing is missing\.\n$/);
});

test("--verify asks the stage, and a line each says ok and milliseconds", async () => {
  const { code, stdout } = await status(["--verify", "--token", "a-token"]);
  expect(code).toBe(0);
  const [, checks = ""] = stdout.split(`\nChecks of ${api.url}\n`);
  expect(checks.trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^ {2}ok {6}GET \/api\/health {2}\d+ ms$/),
    expect.stringMatching(/^ {2}ok {6}GET \/api\/v1\/webhooks\/health {2}\d+ ms$/),
    expect.stringMatching(/^ {2}ok {6}GET \/api\/integrations {2}\d+ ms$/),
    expect.stringMatching(/^ {2}ok {6}GET \/api\/health\/deep {2}\d+ ms$/),
  ]);
  expect(api.requests).toHaveLength(4);
});

test("--verify fails with exit code 1 where a check fails, and sends no secret", async () => {
  const { code, stdout, stderr } = await status(["--verify"], { SLACK_SIGNING_SECRET: "a-signing-secret" });
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect(stdout).toMatch(
    /\n {2}failed {2}POST \S+ \(url_verification\) {2}\d+ ms {2}did not answer with the challenge\n$/,
  );
  expect(JSON.stringify(api.requests)).not.toContain("a-signing-secret");
  expect(stdout).not.toContain("a-signing-secret");
});

test("without --verify the stage is not asked", async () => {
  await status();
  expect(api.requests).toEqual([]);
});

test("a token without --verify is refused in one sentence", async () => {
  expect(await status(["--token", "t"])).toEqual({ code: 1, stdout: "", stderr: "--token is for --verify: add it.\n" });
});
