// Finds the connections of a tenant, or of all, by an index that holds nothing but keys. It lags behind the table by a moment.
import { QueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import { type Item, parseConnectionKey, tenantIndex } from "./table.ts";

/** A connection's entry in the index, from which a list can go on. */
export interface ConnectionPlace {
  readonly pk: string;
  readonly sk: string;
  /** Epoch seconds. */
  readonly connectedAt: number;
}

export interface PlacesPage {
  readonly places: readonly ConnectionPlace[];
  /** Where the next page begins; undefined at the end. */
  readonly next: ConnectionPlace | undefined;
}

interface PlacesQuery {
  /** Undefined for all tenants. */
  readonly tenant: string | undefined;
  readonly limit: number;
  /** `next` of the page before. */
  readonly after: ConnectionPlace | undefined;
}

/** Lists entries of the index: a tenant's most recently connected first, those of all tenants in no order. */
export async function listConnectionPlaces({ tenant, limit, after }: PlacesQuery): Promise<PlacesPage> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const page = { TableName, IndexName: tenantIndex, Limit: limit, ExclusiveStartKey: after && toIndexKey(after) };
  const { Items = [], LastEvaluatedKey } = await (tenant === undefined
    ? dynamo.send(new ScanCommand(page))
    : dynamo.send(
        new QueryCommand({
          ...page,
          ScanIndexForward: false,
          KeyConditionExpression: "#tenant = :tenant",
          ExpressionAttributeNames: { "#tenant": "tenant" },
          ExpressionAttributeValues: { ":tenant": { S: tenant } },
        }),
      ));
  return { places: Items.map(toPlace), next: LastEvaluatedKey && toPlace(LastEvaluatedKey) };
}

const toPlace = ({ pk, sk, connectedAt }: Item): ConnectionPlace => ({
  pk: pk?.S ?? "",
  sk: sk?.S ?? "",
  connectedAt: Number(connectedAt?.N),
});

const toIndexKey = ({ pk, sk, connectedAt }: ConnectionPlace): Item => ({
  pk: { S: pk },
  sk: { S: sk },
  tenant: { S: parseConnectionKey(pk, sk).tenant },
  connectedAt: { N: String(connectedAt) },
});
