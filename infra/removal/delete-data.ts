// Deletes what CloudFormation leaves of a stage. Each step may be repeated: what is gone already counts as deleted.
import {
  DeleteTableCommand,
  DynamoDBClient,
  ResourceNotFoundException as NoSuchTable,
  UpdateTableCommand,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import {
  DeleteAliasCommand,
  DescribeKeyCommand,
  KMSClient,
  NotFoundException as NoSuchKey,
  paginateListAliases,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import {
  DeleteSecretCommand,
  DescribeSecretCommand,
  RemoveRegionsFromReplicationCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { DeleteParameterCommand, ParameterNotFound, SSMClient } from "@aws-sdk/client-ssm";
import type { CallAws } from "../aws/call-aws.ts";
import { clientIdsParameter, keyAlias, signingKeysAlias, type TableOwner } from "../names.ts";
import { readSecretStates } from "../status/read-secrets.ts";
import { listRetainedTables } from "./retained-tables.ts";

/** The longest that Secrets Manager and KMS allow, so that a mistake can be undone. */
const recoveryDays = 30;

export interface Removal extends TableOwner {
  readonly region: string;
  readonly callAws: CallAws;
  readonly print: (line: string) => void;
}

/** The key behind the stage's alias, which its stack takes along. @returns undefined when there is none */
export async function findStageKey({ stage, region }: Removal): Promise<string | undefined> {
  const describe = new DescribeKeyCommand({ KeyId: keyAlias(stage) });
  const found = await unlessMissing(NoSuchKey, new KMSClient({ region }).send(describe));
  return found?.KeyMetadata?.KeyId;
}

/** So that the stack with the data can delete those of its tables that it does delete, and we the others. */
export async function endTableProtection(removal: Removal): Promise<void> {
  const client = new DynamoDBClient({ region: removal.region });
  for (const TableName of listRetainedTables(removal)) {
    const change = { TableName, DeletionProtectionEnabled: false };
    await unlessMissing(NoSuchTable, client.send(new UpdateTableCommand(change)));
  }
}

export async function deleteTables(removal: Removal): Promise<void> {
  const { region, print } = removal;
  const client = new DynamoDBClient({ region });
  for (const TableName of listRetainedTables(removal)) {
    const deleted = await unlessMissing(NoSuchTable, client.send(new DeleteTableCommand({ TableName })));
    if (deleted === undefined) continue;
    await waitUntilTableNotExists({ client, minDelay: 1, maxDelay: 5, maxWaitTime: 600 }, { TableName });
    print(`${TableName}: deleted`);
  }
}

/** Secrets with our tag; one without it is somebody else's, whatever it is called. */
export async function deleteSecrets({ stage, region, callAws, print }: Removal): Promise<void> {
  const secrets = new SecretsManagerClient({ region });
  for (const [name, state] of await readSecretStates(callAws, stage)) {
    if (state === "foreign") print(`${name}: stays, since it has no tag patchbay:stage=${stage}`);
    if (state !== "present") continue;
    await deleteCopies(secrets, name);
    await secrets.send(new DeleteSecretCommand({ SecretId: name, RecoveryWindowInDays: recoveryDays }));
    print(`${name}: will be deleted in ${recoveryDays} days`);
  }
  const Name = clientIdsParameter(stage);
  const parameters = new SSMClient({ region });
  const deleted = await unlessMissing(ParameterNotFound, parameters.send(new DeleteParameterCommand({ Name })));
  if (deleted !== undefined) print(`${Name}: deleted`);
}

/**
 * The edge's copy in its own region: AWS deletes no secret that has one.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RemoveRegionsFromReplication.html
 */
async function deleteCopies(secrets: SecretsManagerClient, SecretId: string): Promise<void> {
  const { ReplicationStatus = [] } = await secrets.send(new DescribeSecretCommand({ SecretId }));
  const RemoveReplicaRegions = ReplicationStatus.flatMap(({ Region }) => Region ?? []);
  if (RemoveReplicaRegions.length > 0)
    await secrets.send(new RemoveRegionsFromReplicationCommand({ SecretId, RemoveReplicaRegions }));
}

/** @param stageKey as {@link findStageKey} found it before the stack was deleted */
export async function deleteKeys({ stage, region, print }: Removal, stageKey: string | undefined): Promise<void> {
  const client = new KMSClient({ region });
  for await (const { Aliases = [] } of paginateListAliases({ client }, {}))
    for (const { AliasName = "", TargetKeyId } of Aliases) {
      if (!AliasName.startsWith(`${signingKeysAlias(stage)}-`)) continue;
      await scheduleDeletion(client, TargetKeyId, `The signing key ${AliasName}`, print);
      await client.send(new DeleteAliasCommand({ AliasName }));
    }
  await scheduleDeletion(client, stageKey, `The key ${keyAlias(stage)}`, print);
}

async function scheduleDeletion(
  client: KMSClient,
  KeyId: string | undefined,
  name: string,
  print: (line: string) => void,
): Promise<void> {
  const found = KeyId && (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;
  if (!found || found === "PendingDeletion") return;
  await client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: recoveryDays }));
  print(`${name}: will be deleted in ${recoveryDays} days`);
}

/** @returns undefined where what is asked for does not exist */
async function unlessMissing<T>(missing: new (...args: never[]) => Error, work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: unknown) => {
    if (error instanceof missing) return undefined;
    throw error;
  });
}
