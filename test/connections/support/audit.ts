import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { z } from "zod";
import { auditMonths } from "../../support/audit-months.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import type { Account } from "./account.ts";

const entry = z.object({ action: z.string(), user: z.string(), provider: z.string() });

/** The audited actions of a user, oldest first: `["connect", "refresh"]`. */
export async function listAuditedActions({ person }: Account): Promise<string[]> {
  const entries: z.output<typeof entry>[] = [];
  for (const month of auditMonths()) {
    const partition = `audit#${encodeURIComponent(`c#${person.org}`)}#${month}`;
    const { Items = [] } = await dynamodb().send(
      new QueryCommand({
        TableName: tableName("audit"),
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: partition } },
      }),
    );
    entries.push(...Items.map((item) => entry.parse(unmarshall(item))));
  }
  return entries.filter(({ user }) => user === person.sub).map(({ action }) => action);
}
