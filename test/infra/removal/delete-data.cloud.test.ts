// Against the emulated account, under stages of their own.
import { randomBytes } from "node:crypto";
import { CreateTableCommand, DescribeTableCommand, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { CreateAliasCommand, CreateKeyCommand, DescribeKeyCommand, ListAliasesCommand } from "@aws-sdk/client-kms";
import { CreateSecretCommand, DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { beforeEach, expect, test, vi } from "vitest";
import { createAwsCaller } from "../../../infra/aws/call-aws.ts";
import { clientIdsParameter, createdTableName, keyAlias, signingKeyAlias } from "../../../infra/names.ts";
import {
  deleteKeys,
  deleteSecrets,
  deleteTables,
  endTableProtection,
  findStageKey,
  type Removal,
} from "../../../infra/removal/delete-data.ts";
import { retainedTables } from "../../../infra/removal/retained-tables.ts";
import { listTags } from "../../../infra/secrets/tags.ts";
import { dynamodb, kms, ssm } from "../../support/aws.ts";
import { cloud } from "../../support/cloud.ts";

const region = "us-east-1";
const access = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: region };
beforeEach(() => {
  for (const [name, value] of Object.entries({ ...access, AWS_ENDPOINT_URL: cloud().awsEndpoint }))
    vi.stubEnv(name, value);
  return () => vi.unstubAllEnvs();
});

const manager = () => new SecretsManagerClient({ region });
const describeSecret = (SecretId: string) => manager().send(new DescribeSecretCommand({ SecretId }));
const createKey = async (AliasName: string) => {
  const TargetKeyId = (await kms().send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? "";
  await kms().send(new CreateAliasCommand({ AliasName, TargetKeyId }));
  return TargetKeyId;
};
const readState = async (KeyId: string) => (await kms().send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;

async function createStage() {
  const stage = `r${randomBytes(4).toString("hex")}`;
  for (const table of [...retainedTables, "transient"] as const)
    await dynamodb().send(
      new CreateTableCommand({
        TableName: createdTableName(stage, table),
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
        DeletionProtectionEnabled: table !== "transient",
      }),
    );
  const key = await createKey(keyAlias(stage));
  const signing = await createKey(signingKeyAlias(stage, "RS384", "current"));
  const SecretString = '{"current":"fake"}';
  const ours = { Name: `patchbay/${stage}/slack/client`, SecretString, Tags: listTags(stage) };
  await manager().send(new CreateSecretCommand(ours));
  await manager().send(new CreateSecretCommand({ Name: `patchbay/${stage}/foreign`, SecretString }));
  await ssm().send(new PutParameterCommand({ Name: clientIdsParameter(stage), Value: "{}", Type: "String" }));
  const printed: string[] = [];
  const removal: Removal = {
    stage,
    restoredTables: {},
    region,
    callAws: createAwsCaller(region),
    print: (line) => printed.push(line),
  };
  return { stage, key, signing, printed, removal };
}

async function deleteAll(removal: Removal): Promise<void> {
  const key = await findStageKey(removal);
  await endTableProtection(removal);
  await deleteTables(removal);
  await deleteSecrets(removal);
  await deleteKeys(removal, key);
}

test("deletes the tables, what is tagged as the stage's, and its keys, and nothing of another stage", async () => {
  const [{ stage, key, signing, removal, printed }, other] = [await createStage(), await createStage()];
  await deleteAll(removal);
  const { TableNames = [] } = await dynamodb().send(new ListTablesCommand({}));
  // That one is its stack's to delete.
  expect(TableNames.filter((name) => name.includes(stage))).toEqual([createdTableName(stage, "transient")]);
  expect([await readState(key), await readState(signing)]).toEqual(["PendingDeletion", "PendingDeletion"]);
  const { Aliases = [] } = await kms().send(new ListAliasesCommand({ Limit: 100 }));
  expect(Aliases.map(({ AliasName }) => AliasName)).not.toContain(signingKeyAlias(stage, "RS384", "current"));
  expect((await describeSecret(`patchbay/${stage}/slack/client`)).DeletedDate).toBeDefined();
  expect((await describeSecret(`patchbay/${stage}/foreign`)).DeletedDate).toBeUndefined();
  await expect(ssm().send(new GetParameterCommand({ Name: clientIdsParameter(stage) }))).rejects.toThrow();
  expect(printed).toContain(`patchbay/${stage}/foreign: stays, since it has no tag patchbay:stage=${stage}`);

  for (const table of retainedTables) {
    const TableName = createdTableName(other.stage, table);
    const { Table } = await dynamodb().send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({ TableStatus: "ACTIVE", DeletionProtectionEnabled: true });
  }
  expect([await readState(other.key), await readState(other.signing)]).toEqual(["Enabled", "Enabled"]);
  expect((await describeSecret(`patchbay/${other.stage}/slack/client`)).DeletedDate).toBeUndefined();
});

test("may be run again, after it was broken off or when all is gone", async () => {
  const { stage, removal, printed } = await createStage();
  await endTableProtection(removal);
  await deleteTables(removal);
  await deleteAll(removal);
  printed.length = 0;
  await deleteAll(removal);
  expect(printed).toEqual([`patchbay/${stage}/foreign: stays, since it has no tag patchbay:stage=${stage}`]);
});
