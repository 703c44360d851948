import { randomUUID } from "node:crypto";
import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { type Actor, auditWrite, toAuditSubject } from "./audit.ts";
import { type Connection, unclaimedCondition } from "./connection.ts";
import { connectionChangeWrite } from "./connection-change.ts";
import { tryTransact } from "./dynamo.ts";
import { updateExpression } from "./item.ts";
import { key } from "./table.ts";

/**
 * Keeps only the given token sets, if the connection is unchanged since it was read. Without any it becomes `revoked`: it is
 * no longer refreshed, leaves its shared grant, and its user is notified. The new version invalidates every lease.
 * @returns false if the connection changed meanwhile: read it again and repeat
 */
export async function dropTokens(of: Connection, remaining: Connection["tokens"], actor: Actor): Promise<boolean> {
  const audit = auditWrite({ ...actor, ...toAuditSubject(of), action: "revoked" });
  const isRevoked = Object.keys(remaining).length === 0;
  const writes = isRevoked ? [connectionChangeWrite(of, "revoked"), ...shareDelete(of)] : [];
  return tryTransact([{ Update: tokensUpdate(of, remaining) }, audit, ...writes]);
}

function tokensUpdate(of: Connection, remaining: Connection["tokens"]) {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const tokenSets = Object.values(remaining);
  const canExpire = tokenSets.some(({ refresh }) => refresh !== undefined);
  const unclaimed = unclaimedCondition(of);
  const update = updateExpression({
    tokens: remaining,
    version: randomUUID(),
    lease: undefined,
    ...(tokenSets.length === 0 ? { status: "revoked", refreshNotBefore: undefined } : {}),
    ...(canExpire ? {} : { due: undefined, dueAt: undefined }),
  });
  return {
    TableName,
    Key: key.connection(of, of.provider, of.id),
    ...update,
    ConditionExpression: `#version = :unchanged AND ${unclaimed.condition}`,
    ExpressionAttributeNames: { ...update.ExpressionAttributeNames, ...unclaimed.names },
    ExpressionAttributeValues: {
      ...update.ExpressionAttributeValues,
      ...unclaimed.values,
      ":unchanged": { S: of.version },
    },
  };
}

function shareDelete(of: Connection): TransactWriteItem[] {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  if (of.shareGroup === undefined) return [];
  return [{ Delete: { TableName, Key: key.share(of.shareGroup, of.accountId, of) } }];
}
