// Writing and removing a connection with all the rows that belong to it, in one transaction.
import { randomUUID } from "node:crypto";
import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { type Actor, auditWrite } from "./audit.ts";
import type { Connection } from "./connection.ts";
import { connectionChangeWrite } from "./connection-change.ts";
import { transact, tryTransact } from "./dynamo.ts";
import { grantDelete, grantPut, type HeldGrant } from "./grants.ts";
import { toItem, updateExpression } from "./item.ts";
import { subscriptionDeletes, subscriptionSetCheck } from "./subscription-changes.ts";
import { key } from "./table.ts";

const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");

/**
 * Stores a connection that was just consented to, with its routing rows and the audit entry.
 * An earlier connection of the same account is replaced, tokens and lease included; only its `connectedAt` stays.
 * @param confirmed id of the pending grant it came from, removed in the same transaction
 */
export async function saveConnection(saved: Connection, actor: Actor, confirmed?: string): Promise<void> {
  const { connectedAt, ...rest } = saved;
  const update = updateExpression({ ...rest, ...clearedFields(saved) });
  await transact([
    {
      Update: {
        TableName,
        Key: key.connection(saved, saved.provider, saved.id),
        UpdateExpression: update.UpdateExpression.replace(
          "SET ",
          "SET connectedAt = if_not_exists(connectedAt, :at), ",
        ),
        ExpressionAttributeNames: update.ExpressionAttributeNames,
        ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ":at": { N: String(connectedAt) } },
      },
    },
    ...connectionLookupRows(saved).map(
      (row): TransactWriteItem => ({ Put: { TableName, Item: { ...row, ...ownerFields(saved) } } }),
    ),
    accountsStampWrite(saved),
    auditWrite({ ...actor, ...auditFields(saved), action: "connect" }),
    connectionChangeWrite(saved, "connected"),
    ...(confirmed === undefined
      ? []
      : [{ Delete: { ...grantDelete(confirmed), ConditionExpression: "attribute_exists(pk)" } }]),
  ]);
}

/** Fields of an earlier connection that the new one must not inherit. */
const clearedFields = (saved: Connection) => ({
  lease: undefined,
  refreshNotBefore: undefined,
  due: saved.due,
  dueAt: saved.dueAt,
  username: saved.username,
  shareGroup: saved.shareGroup,
  person: saved.person,
  routes: saved.routes,
});

/**
 * Removes a connection with its channels and, in the same transaction, keeps its sealed tokens and what is to be stopped for
 * the revoker. A transaction takes 100 writes: a connection has a handful of channels, and linked repositories are limited.
 * @returns false when the connection or its channels changed meanwhile: read them again and repeat
 */
export async function removeConnection(
  removed: Connection,
  actor: Actor,
  grantId: string,
  grant: HeldGrant,
): Promise<boolean> {
  const subscriptions = subscriptionSetCheck(removed);
  const changed = {
    ConditionExpression: `#version = :version AND ${subscriptions.condition}`,
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":version": { S: removed.version }, ...subscriptions.values },
  };
  return tryTransact([
    { Delete: { TableName, Key: key.connection(removed, removed.provider, removed.id), ...changed } },
    ...connectionLookupRows(removed).map((Key): TransactWriteItem => ({ Delete: { TableName, Key } })),
    ...(grant.channels ?? []).flatMap(subscriptionDeletes),
    accountsStampWrite(removed),
    { Put: grantPut(grantId, grant) },
    auditWrite({ ...actor, ...auditFields(removed), action: "disconnect" }),
    connectionChangeWrite(removed, "disconnected"),
  ]);
}

/** Whoever remembers which account is meant sees that it may be another one now. */
const accountsStampWrite = (of: Connection): TransactWriteItem => ({
  Put: { TableName, Item: { ...key.accounts(of, of.provider), ...toItem({ stamp: randomUUID() }) } },
});

function connectionLookupRows(of: Connection) {
  const names = new Set([of.accountId, of.id, ...(of.routes ?? [])]);
  const routes = [...names].map((name) => key.eventRoute(of.provider, name, of, of.id));
  if (of.shareGroup === undefined) return routes;
  return [...routes, key.share(of.shareGroup, of.accountId, of, of.provider, of.id)];
}

const ownerFields = ({ tenant, user, provider, id, person }: Connection) =>
  toItem({ tenant, user, provider, id, person });

const auditFields = ({ tenant, user, provider, id }: Connection) => ({ tenant, user, provider, connection: id });
