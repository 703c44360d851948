// Taking tokens out of a connection that its provider has ended.
import { randomUUID } from "node:crypto";
import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { type Actor, auditWrite } from "./audit.ts";
import type { Connection } from "./connection.ts";
import { connectionChangeWrite } from "./connection-change.ts";
import { tryTransact } from "./dynamo.ts";
import { updateExpression } from "./item.ts";
import { key } from "./table.ts";

/**
 * Leaves only these token sets, if the connection is still as it was read. Without any it becomes `revoked`: it is renewed no
 * more, counts no more as one that lives on a shared grant, and its user is told. The new version makes every lease void.
 * @returns false when the connection changed meanwhile: read it again and repeat
 */
export async function dropTokens(of: Connection, left: Connection["tokens"], actor: Actor): Promise<boolean> {
  const { tenant, user, provider, id } = of;
  const audit = auditWrite({ ...actor, tenant, user, provider, connection: id, action: "revoked" });
  const isOver = Object.keys(left).length === 0;
  const writes = isOver ? [connectionChangeWrite(of, "revoked"), ...shareDelete(of)] : [];
  return tryTransact([{ Update: tokensUpdate(of, left) }, audit, ...writes]);
}

function tokensUpdate(of: Connection, left: Connection["tokens"]) {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const sets = Object.values(left);
  const canLapse = sets.some(({ refresh }) => refresh !== undefined);
  const change = updateExpression({
    tokens: left,
    version: randomUUID(),
    lease: undefined,
    ...(sets.length === 0 ? { status: "revoked", refreshNotBefore: undefined } : {}),
    ...(canLapse ? {} : { due: undefined, dueAt: undefined }),
  });
  return {
    TableName,
    Key: key.connection(of, of.provider, of.id),
    ...change,
    ConditionExpression: "#version = :unchanged",
    ExpressionAttributeValues: { ...change.ExpressionAttributeValues, ":unchanged": { S: of.version } },
  };
}

function shareDelete(of: Connection): TransactWriteItem[] {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  if (of.shareGroup === undefined) return [];
  return [{ Delete: { TableName, Key: key.share(of.shareGroup, of.accountId, of, of.provider, of.id) } }];
}
