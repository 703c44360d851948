import { paginateQuery } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { auditMonths } from "./audit-months.ts";
import { dynamodb, tableName } from "./aws.ts";

/** The audit of a tenant as it is stored, oldest first. */
export async function listAuditRows(tenant: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (const month of auditMonths()) {
    const pages = paginateQuery(
      { client: dynamodb() },
      {
        TableName: tableName("audit"),
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: `audit#${encodeURIComponent(tenant)}#${month}` } },
      },
    );
    for await (const { Items = [] } of pages) rows.push(...Items.map((item) => unmarshall(item)));
  }
  return rows;
}
