// The connection whose bot speaks for the members of a tenant. An administrator marks it; the last one marked is the tenant's.
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { type Actor, auditWrite, toAuditSubject } from "./audit.ts";
import type { Connection } from "./connection.ts";
import { readConnection } from "./connections.ts";
import { dynamo, transact } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { key } from "./table.ts";

const markSchema = () => z.object({ user: z.string(), connection: z.string(), markedAt: z.number() });

/** Whether a token named the tenant. A tenant that is one user's own has no other members. */
export const hasTenantClaim = ({ tenant }: Owner): boolean => /^c[#@]/.test(tenant);

/** Marks a connection as its tenant's. @param now epoch seconds */
export async function markTenantBot(connection: Connection, actor: Actor, now: number): Promise<void> {
  const { tenant, user, provider, id } = connection;
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const Item = { ...key.tenantBot(tenant, provider), ...toItem({ user, connection: id, markedAt: now }) };
  const audit = auditWrite({ ...actor, ...toAuditSubject(connection), action: "tenant_bot_marked" });
  await transact([{ Put: { TableName, Item } }, audit]);
}

/** Removes the tenant's mark, whoever's connection has it. Idempotent. */
export async function unmarkTenantBot({ tenant, user }: Owner, provider: string, actor: Actor): Promise<void> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const audit = auditWrite({ ...actor, tenant, user, provider, action: "tenant_bot_unmarked" });
  await transact([{ Delete: { TableName, Key: key.tenantBot(tenant, provider) } }, audit]);
}

/**
 * The connection of a tenant's bot. One that was disconnected has lost its mark, also when it is connected again later: nobody
 * marked that one. So has one that its provider ended.
 */
export async function readTenantBot({ tenant }: Owner, provider: string): Promise<Connection | undefined> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const { Item } = await dynamo.send(
    new GetItemCommand({ TableName, Key: key.tenantBot(tenant, provider), ConsistentRead: true }),
  );
  if (Item === undefined) return undefined;
  const { user, connection: id, markedAt } = fromItem(markSchema(), Item);
  const found = await readConnection({ tenant, user, provider, id });
  return found?.status === "active" && found.tokens.bot !== undefined && found.connectedAt <= markedAt
    ? found
    : undefined;
}
