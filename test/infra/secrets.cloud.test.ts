// The command's stores against the emulated Secrets Manager and Parameter Store, under a stage of their own.
import { randomBytes } from "node:crypto";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { beforeEach, expect, test } from "vitest";
import { createAwsVaults } from "../../infra/secrets/aws-vaults.ts";
import { planSecrets } from "../../infra/secrets/plan.ts";
import { writeSecrets } from "../../infra/secrets/write-secrets.ts";
import { cloud } from "../support/cloud.ts";
import { exampleStage } from "./support/synthesized.ts";

const access = () => ({
  endpoint: cloud().awsEndpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});
const manager = () => new SecretsManagerClient(access());

let stage = "";
beforeEach(() => {
  stage = `s${randomBytes(4).toString("hex")}`;
});

const lines = { SLACK_CLIENT_ID: "fake-id", SLACK_CLIENT_SECRET: "fake-secret-2" };
const run = () => {
  const config = { ...exampleStage, stage };
  return writeSecrets(planSecrets(lines, config), config, createAwsVaults(stage, access()));
};
const read = async (name: string) => (await manager().send(new GetSecretValueCommand({ SecretId: name }))).SecretString;
const create = (Name: string, SecretString: string) => manager().send(new CreateSecretCommand({ Name, SecretString }));
const refusal = () =>
  run().then(
    () => "nothing was refused",
    (error: Error) => error.message,
  );

test("creates secrets with our tag, and leaves them as they are the second time", async () => {
  await run();
  const { Tags } = await manager().send(new DescribeSecretCommand({ SecretId: `patchbay/${stage}/slack/client` }));
  expect(Tags).toEqual([{ Key: "patchbay:stage", Value: stage }]);
  expect(await read(`patchbay/${stage}/slack/client`)).toBe('{"current":"fake-secret-2"}');
  expect(await run()).toEqual([
    `patchbay/${stage}/channel-signing: unchanged`,
    `patchbay/${stage}/customers: unchanged`,
    `patchbay/${stage}/slack/client: unchanged`,
    `/patchbay/${stage}/client-ids: unchanged (slack)`,
  ]);
});

test("copies a secret of 0.1.0 and keeps its value as the previous one", async () => {
  await create(`${stage}/slack/client`, '{"current":"fake-secret-1"}');
  await run();
  expect(await read(`patchbay/${stage}/slack/client`)).toBe('{"current":"fake-secret-2","previous":"fake-secret-1"}');
  expect(await read(`${stage}/slack/client`)).toBe('{"current":"fake-secret-1"}');
});

test("refuses a secret that somebody else made under our name, and writes nothing", async () => {
  await create(`patchbay/${stage}/slack/client`, '{"current":"foreign"}');
  expect(await refusal()).toMatch(/has no tag patchbay:stage=/);
  expect(await read(`patchbay/${stage}/slack/client`)).toBe('{"current":"foreign"}');
  await expect(read(`patchbay/${stage}/channel-signing`)).rejects.toThrow();
});

test("says how to restore a secret that is scheduled for deletion", async () => {
  await run();
  await manager().send(
    new DeleteSecretCommand({ SecretId: `patchbay/${stage}/slack/client`, RecoveryWindowInDays: 7 }),
  );
  expect(await refusal()).toContain(`aws secretsmanager restore-secret --secret-id patchbay/${stage}/slack/client`);
});
