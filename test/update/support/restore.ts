// Restoring a table as docs/upgrading.md says: the restore itself, and what DynamoDB does not restore.
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  RestoreTableToPointInTimeCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { getAssemblyDirectory } from "../../../infra/local/stacks.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import { cloud } from "../../support/cloud.ts";
import { readAssembly } from "./assembly.ts";

type Restorable = "connections" | "feed";

/** Restores a table into a new one, with its settings. @returns the ARN of its stream, if it has one */
export async function restoreTable(table: Restorable, TableName: string): Promise<string> {
  const client = dynamodb();
  await client.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: tableName(table),
      TargetTableName: TableName,
      UseLatestRestorableTime: true,
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName });
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  if (table === "connections") return "";
  const TimeToLiveSpecification = { AttributeName: "ttl", Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  const StreamSpecification = { StreamEnabled: true, StreamViewType: "NEW_IMAGE" } as const;
  const { TableDescription } = await client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
  return TableDescription?.LatestStreamArn ?? "";
}

/** What a table is, apart from its name, its age and its rows. */
export async function describeTable(TableName: string): Promise<TableSettings> {
  const client = dynamodb();
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
  return {
    keys: Table?.KeySchema,
    indexes: Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName),
    stream: Table?.StreamSpecification?.StreamViewType,
    expires: TimeToLiveDescription?.AttributeName,
    hasBackups: ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === "ENABLED",
  };
}

interface TableSettings {
  readonly keys: unknown;
  readonly indexes: (string | undefined)[] | undefined;
  /** What its stream shows of a changed row. */
  readonly stream: string | undefined;
  /** The attribute with the time at which a row expires. */
  readonly expires: string | undefined;
  readonly hasBackups: boolean;
}

/** The same, as the template of the stack of the data has it: the emulator leaves some of it out. */
export function readDeployedSettings(table: Restorable): TableSettings {
  const stacks = readAssembly(getAssemblyDirectory(cloud().stage));
  const resources = stacks.flatMap(({ template }) => Object.values(template.Resources));
  const found = resources.find(({ Properties }) => Properties.TableName === tableName(table));
  const { Properties = {} } = found ?? {};
  const indexes = Properties.GlobalSecondaryIndexes as { IndexName: string }[] | undefined;
  return {
    keys: Properties.KeySchema,
    indexes: indexes?.map(({ IndexName }) => IndexName),
    stream: Object(Properties.StreamSpecification).StreamViewType,
    expires: Object(Properties.TimeToLiveSpecification).AttributeName,
    hasBackups: Object(Properties.PointInTimeRecoverySpecification).PointInTimeRecoveryEnabled === true,
  };
}
