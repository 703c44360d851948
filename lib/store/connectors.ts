// A tenant's connectors: the systems in which its customers are looked up, in the tenant's order. One row holds them all, so that
// one read finds them and one conditional write changes them.
import { randomUUID } from "node:crypto";
import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { retry } from "../retry.ts";
import { type AuditEntry, auditWrite } from "./audit.ts";
import { dynamo, tryTransact, tryWrite } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import { deleteKeptCustomers } from "./kept-customers.ts";
import { readNamedTenant } from "./named-tenant.ts";
import { type Owner, tenantOwner } from "./owner.ts";
import { type Item, key } from "./table.ts";

const connectorSchema = z.object({
  id: z.string(),
  provider: z.string(),
  baseUrl: z.string(),
  /** Whether the operator has bound the tenant to it, so that the operator's own API keys may be used. */
  isBound: z.boolean(),
  /** Sealed. */
  apiKey: z.custom<Uint8Array>((value) => value instanceof Uint8Array).optional(),
  /** The user of the tenant whose connection serves it where the tenant has none of its own. */
  user: z.object({ tenant: z.string(), user: z.string() }).optional(),
  /** Epoch seconds. */
  createdAt: z.number(),
});
export type Connector = z.output<typeof connectorSchema>;

const connectorSetSchema = z.object({
  /** Changes with every connector, and whenever answers that were kept must not be used any more. */
  version: z.string(),
  connectors: z.array(connectorSchema),
});
export type ConnectorSet = z.output<typeof connectorSetSchema>;

/** More would not answer while a phone rings; each of them is asked for every caller. */
export const maxConnectors = 8;

export const connectorsRowKey = (owner: Owner): Item => key.connectors(owner);

export const parseConnectors = (item: Item | undefined): ConnectorSet =>
  item === undefined ? { version: "", connectors: [] } : fromItem(connectorSetSchema, item);

/** Reads a tenant's connectors, consistently. @param owner the tenant itself, see `tenantOwner` */
export async function readConnectors(owner: Owner): Promise<ConnectorSet> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const get = new GetItemCommand({ TableName, Key: connectorsRowKey(owner), ConsistentRead: true });
  return parseConnectors((await dynamo.send(get)).Item);
}

interface ConnectorChange {
  readonly connectors: readonly Connector[];
  /** Of the connector that is changed, for the audit. */
  readonly provider: string;
}

type ChangeAudit = Omit<AuditEntry, "provider">;

/**
 * Changes a tenant's connectors, with an audit entry, if nobody else has changed them meanwhile; else it is tried again.
 * @param change may run several times @throws Problem conflict when others keep changing them
 */
export async function changeConnectors(
  owner: Owner,
  change: (connectors: readonly Connector[]) => ConnectorChange,
  audit: ChangeAudit,
): Promise<void> {
  const attempt = async (): Promise<boolean> => {
    const { version, connectors } = await readConnectors(owner);
    return replaceConnectors({ owner, version, ...change(connectors) }, audit);
  };
  const isDone = await retry(attempt, { maxAttempts: 5, isRetryableResult: (done) => !done });
  if (!isDone) throw new Problem("conflict", { retryAfter: 2 });
}

/** @param version as it was read @returns false if it is another one by now */
function replaceConnectors(
  { owner, version, connectors, provider }: ConnectorChange & { readonly owner: Owner; readonly version: string },
  audit: ChangeAudit,
): Promise<boolean> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const Item = { ...connectorsRowKey(owner), ...toItem({ version: randomUUID(), connectors }) };
  const unchanged =
    version === ""
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : {
          ConditionExpression: "#version = :version",
          ExpressionAttributeNames: { "#version": "version" },
          ExpressionAttributeValues: { ":version": { S: version } },
        };
  return tryTransact([{ Put: { TableName, Item, ...unchanged } }, auditWrite({ ...audit, provider })]);
}

/** Ends what is kept of lookups for these tenants, as rows of connections name them. Users without a tenant have no connectors. */
export async function endKeptCustomers(tenants: readonly string[]): Promise<void> {
  await Promise.all(listTenantOwners(tenants).map(renewConnectors));
}

function listTenantOwners(tenants: readonly string[]): Owner[] {
  const owners = tenants.flatMap((tenant) => readTenantOwner(tenant) ?? []);
  return [...new Map(owners.map((owner) => [owner.tenant, owner])).values()];
}

/** Deletes what is kept of lookups for these tenants, where somebody's data must be gone and not only out of use. */
export async function forgetKeptCustomers(tenants: readonly string[]): Promise<void> {
  await endKeptCustomers(tenants);
  for (const owner of listTenantOwners(tenants)) await deleteKeptCustomers(owner);
}

/** Gives the connectors of a tenant a new version, so that no answer that was kept is used again. Nothing where it has none. */
export async function renewConnectors(owner: Owner): Promise<void> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  await tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: connectorsRowKey(owner),
        UpdateExpression: "SET #version = :version",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeNames: { "#version": "version" },
        ExpressionAttributeValues: { ":version": { S: randomUUID() } },
      }),
    ),
  );
}

/** The tenant itself, by the tenant of one of its connections: its own (`t#acme`) or a user's (`c#acme`). */
function readTenantOwner(tenant: string): Owner | undefined {
  const named = readNamedTenant({ tenant: tenant.replace(/^t(?=[#@])/, "c") });
  return named && tenantOwner(named.id, named.entry);
}
