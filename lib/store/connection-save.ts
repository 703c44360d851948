// Saves and removes a connection together with all rows that belong to it, in one transaction.
import { randomUUID } from "node:crypto";
import type { Put, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { type Actor, auditWrite, toAuditSubject } from "./audit.ts";
import { type Connection, unclaimedCondition } from "./connection.ts";
import { connectionChangeWrite } from "./connection-change.ts";
import { transact, tryTransact } from "./dynamo.ts";
import { grantDelete } from "./grants.ts";
import { toItem, updateExpression } from "./item.ts";
import type { Subscription } from "./subscription.ts";
import { subscriptionDeletes, subscriptionSetCheck } from "./subscription-changes.ts";
import { key } from "./table.ts";

const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");

/**
 * Saves a newly authorized connection with its event routes and audit entry.
 * It replaces an earlier connection of the same account, tokens and lease included; only `connectedAt` stays.
 * @param confirmed id of the pending grant it came from, which is deleted in the same transaction
 */
export async function saveConnection(saved: Connection, actor: Actor, confirmed?: string): Promise<void> {
  await transact([
    { Update: connectionUpdate(saved) },
    ...accompanyingWrites(saved),
    auditWrite({ ...actor, ...toAuditSubject(saved), action: "connect" }),
    ...(confirmed === undefined
      ? []
      : [{ Delete: { ...grantDelete(confirmed), ConditionExpression: "attribute_exists(pk)" } }]),
  ]);
}

/**
 * Saves a connection that another system had, with the same rows.
 * @param replaced what is stored of the same account; undefined if nothing is
 * @returns false if that has changed meanwhile, or is being refreshed: nothing is written then
 */
export function saveImportedConnection(
  saved: Connection,
  actor: Actor,
  replaced: Connection | undefined,
): Promise<boolean> {
  const { ExpressionAttributeNames, ExpressionAttributeValues, ...update } = connectionUpdate(saved);
  const unchanged = unchangedCondition(replaced);
  return tryTransact([
    {
      Update: {
        ...update,
        ConditionExpression: unchanged.condition,
        ExpressionAttributeNames: { ...ExpressionAttributeNames, ...unchanged.names },
        ExpressionAttributeValues: { ...ExpressionAttributeValues, ...unchanged.values },
      },
    },
    ...accompanyingWrites(saved),
    auditWrite({ ...actor, ...toAuditSubject(saved), action: "imported" }),
  ]);
}

function unchangedCondition(replaced: Connection | undefined) {
  if (replaced === undefined) return { condition: "attribute_not_exists(pk)", names: {}, values: {} };
  const unclaimed = unclaimedCondition(replaced);
  return {
    condition: `#version = :before AND ${unclaimed.condition}`,
    names: unclaimed.names,
    values: { ...unclaimed.values, ":before": { S: replaced.version } },
  };
}

function connectionUpdate(saved: Connection) {
  const { connectedAt, ...rest } = saved;
  const update = updateExpression({ ...rest, ...clearedFields(saved) });
  return {
    TableName,
    Key: key.connection(saved, saved.provider, saved.id),
    UpdateExpression: update.UpdateExpression.replace("SET ", "SET connectedAt = if_not_exists(connectedAt, :at), "),
    ExpressionAttributeNames: update.ExpressionAttributeNames,
    ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ":at": { N: String(connectedAt) } },
  };
}

/** What is written with a connection: the rows that it is found by, and the message to its user. */
const accompanyingWrites = (saved: Connection): TransactWriteItem[] => [
  ...connectionLookupRows(saved).map(
    (row): TransactWriteItem => ({ Put: { TableName, Item: { ...row, ...ownerFields(saved) } } }),
  ),
  accountsStampWrite(saved),
  connectionChangeWrite(saved, "connected"),
];

/** Fields that must be removed from an earlier connection if the new one does not have them. */
const clearedFields = (saved: Connection) => ({
  lease: undefined,
  refreshNotBefore: undefined,
  refreshRefusals: undefined,
  lostReason: undefined,
  due: saved.due,
  dueAt: saved.dueAt,
  username: saved.username,
  shareGroup: saved.shareGroup,
  person: saved.person,
  routes: saved.routes,
});

/** What is stored when a connection is removed. */
interface Removal {
  readonly channels: readonly Subscription[];
  /** The row with the sealed tokens and the subscriptions, for the revocation job. */
  readonly grant: Put;
  /** The row for the job that removes its activities; undefined if they stay. */
  readonly erasure: Put | undefined;
  /** For the audit. */
  readonly reason?: string;
}

/**
 * Removes a connection and its subscriptions, and stores in the same transaction what the jobs need that clean up after it.
 * A transaction takes at most 100 writes, so linked repositories are limited.
 * @returns false if the connection, its lease or its subscriptions changed meanwhile: read them again and repeat
 */
export async function removeConnection(
  removed: Connection,
  actor: Actor,
  { channels, grant, erasure, ...audited }: Removal,
): Promise<boolean> {
  const subscriptions = subscriptionSetCheck(removed);
  const unclaimed = unclaimedCondition(removed);
  const changed = {
    ConditionExpression: `#version = :version AND ${unclaimed.condition} AND ${subscriptions.condition}`,
    ExpressionAttributeNames: { "#version": "version", ...unclaimed.names },
    ExpressionAttributeValues: { ":version": { S: removed.version }, ...unclaimed.values, ...subscriptions.values },
  };
  return tryTransact([
    { Delete: { TableName, Key: key.connection(removed, removed.provider, removed.id), ...changed } },
    ...connectionLookupRows(removed).map((Key): TransactWriteItem => ({ Delete: { TableName, Key } })),
    ...channels.flatMap(subscriptionDeletes),
    accountsStampWrite(removed),
    { Put: grant },
    ...(erasure === undefined ? [] : [{ Put: erasure }]),
    auditWrite({ ...actor, ...toAuditSubject(removed), ...audited, action: "disconnect" }),
    connectionChangeWrite(removed, "disconnected", { activity: erasure === undefined ? "kept" : "removed" }),
  ]);
}

/** Changes the stamp of the accounts row, which invalidates the cached choice of the account to use. */
const accountsStampWrite = (of: Connection): TransactWriteItem => ({
  Put: { TableName, Item: { ...key.accounts(of, of.provider), ...toItem({ stamp: randomUUID() }) } },
});

function connectionLookupRows(of: Connection) {
  const names = new Set([of.accountId, of.id, ...(of.routes ?? [])]);
  const routes = [...names].map((name) => key.eventRoute(of.provider, name, of, of.id));
  if (of.shareGroup === undefined) return routes;
  return [...routes, key.share(of.shareGroup, of.accountId, of)];
}

const ownerFields = ({ tenant, user, provider, id, person }: Connection) =>
  toItem({ tenant, user, provider, id, person });
