// The hosts that an administrator of the stage has bound to a tenant, beside those of the stage's configuration.
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import { key } from "./table.ts";

const rowSchema = () => z.object({ hosts: z.array(z.string()) });

/** @param tenant as stored rows have it @returns undefined where nobody has bound any */
export async function readTenantHosts(tenant: string, provider: string): Promise<readonly string[] | undefined> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const Key = key.tenantHosts(tenant, provider);
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return Item && fromItem(rowSchema(), Item).hosts;
}

/** Binds exactly these hosts. @param hosts undefined removes the row */
export async function writeTenantHosts(
  tenant: string,
  provider: string,
  hosts: readonly string[] | undefined,
): Promise<void> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const Key = key.tenantHosts(tenant, provider);
  if (hosts === undefined) await dynamo.send(new DeleteItemCommand({ TableName, Key }));
  else await dynamo.send(new PutItemCommand({ TableName, Item: { ...Key, ...toItem({ hosts: [...hosts] }) } }));
}
