// The outbox rows of one user, as the stored table holds them.
import { type AttributeValue, QueryCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import type { Owner } from "../../lib/store/owner.ts";
import { key } from "../../lib/store/table.ts";
import { dynamodb, tableName } from "./aws.ts";

const outboxRow = z.object({ type: z.string(), at: z.string(), data: z.record(z.string(), z.unknown()) });

/** The data of a user's outbox rows of one type, oldest first. */
export async function listOutboxData(owner: Owner, type = "activity"): Promise<Record<string, unknown>[]> {
  const rows = (await queryOutbox(owner)).map((item) => outboxRow.parse(unmarshall(item)));
  const ofType = rows.filter((row) => row.type === type);
  return ofType.sort((a, b) => a.at.localeCompare(b.at)).map(({ data }) => data);
}

/** The sort keys of a user's outbox rows. */
export const listOutboxKeys = async (owner: Owner): Promise<string[]> =>
  (await queryOutbox(owner)).map(({ sk }) => sk?.S ?? "");

async function queryOutbox(owner: Owner): Promise<Record<string, AttributeValue>[]> {
  const { Items = [] } = await dynamodb().send(
    new QueryCommand({
      TableName: tableName("feed"),
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": key.outbox(owner, "").pk },
    }),
  );
  return Items;
}
