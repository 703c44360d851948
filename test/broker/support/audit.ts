import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { z } from "zod";
import { auditMonths } from "../../support/audit-months.ts";
import { dynamodb, tableName } from "../../support/aws.ts";

const entrySchema = z.looseObject({ action: z.string(), user: z.string(), actor: z.string() });

/** The audit of a tenant as it is stored, of one user or of all, oldest first. */
export async function listAudit(tenant: string, user?: string): Promise<z.output<typeof entrySchema>[]> {
  const found = [];
  for (const month of auditMonths()) {
    const { Items = [] } = await dynamodb().send(
      new QueryCommand({
        TableName: tableName("audit"),
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: `audit#${encodeURIComponent(tenant)}#${month}` } },
      }),
    );
    found.push(...Items.map((item) => entrySchema.parse(unmarshall(item))));
  }
  return found.filter((entry) => user === undefined || entry.user === user);
}
