// The races around a refresh, each one conditional write.
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { type Actor, auditWrite } from "./audit.ts";
import { type Connection, connection } from "./connection.ts";
import { connectionChangeWrite } from "./connection-change.ts";
import { dynamo, isConditionFailure, tryTransact } from "./dynamo.ts";
import { fromItem, toItem, updateExpression } from "./item.ts";
import { key } from "./table.ts";

const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");

/** Longer than the provider's 10 s deadline plus the retries of the store. Seconds. */
const leaseSeconds = 30;

/**
 * Takes the right to redeem the refresh token of exactly this version, unless the connection was marked as dead meanwhile,
 * which leaves its version as it is. A lease left by a crash ends by the clock; a lease for an older version is void.
 * @returns the connection as it stands, or undefined when somebody else holds the lease or the version is gone
 */
export async function claimRefresh(of: Connection, owner: string, now: number): Promise<Connection | undefined> {
  const lease = { owner, until: now + leaseSeconds, version: of.version };
  const free = "attribute_not_exists(lease) OR lease.#until <= :now OR lease.#version <> :unchanged";
  return updateIfUnchanged(of, { lease }, `#status = :active AND (${free})`, {
    names: { "#status": "status", "#until": "until" },
    values: { ":active": "active", ":now": now },
  });
}

/** Gives the lease back after a failure, if it is still ours, and notes how long to leave the provider alone. */
export async function releaseRefresh(of: Connection, owner: string, notBefore: number): Promise<void> {
  const change = { lease: undefined, refreshNotBefore: notBefore };
  await updateIfUnchanged(of, change, "lease.#owner = :owner", {
    names: { "#owner": "owner" },
    values: { ":owner": owner },
  });
}

/**
 * Stores new tokens if the version is still the one they were redeemed from, whoever holds the lease by now:
 * a slow winner's pair must not be lost. The new version makes every lease void.
 * @returns false when a newer version (a reconnect) is there
 */
export async function saveRefreshed(of: Connection, change: Partial<Connection>, actor: Actor): Promise<boolean> {
  const update = conditionalUpdate(of, { ...change, lease: undefined, refreshNotBefore: undefined });
  return tryTransact([{ Update: update }, auditWrite({ ...actor, ...auditFields(of), action: "refresh" })]);
}

/** Marks the connection as dead unless it changed meanwhile. @returns whether this call was the one that marked it */
export async function setReconnectNeeded(of: Connection, actor: Actor): Promise<boolean> {
  const change = { status: "reconnect_needed", lease: undefined, due: undefined, dueAt: undefined };
  const update = conditionalUpdate(of, change, "#status = :active", { names: {}, values: { ":active": "active" } });
  const audit = auditWrite({ ...actor, ...auditFields(of), action: "reconnect_needed" });
  return tryTransact([{ Update: update }, audit, connectionChangeWrite(of, "reconnect_needed")]);
}

const auditFields = ({ tenant, user, provider, id }: Connection) => ({ tenant, user, provider, connection: id });

interface ExtraExpression {
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
}

function conditionalUpdate(of: Connection, change: Record<string, unknown>, condition = "", extra?: ExtraExpression) {
  const update = updateExpression(change);
  return {
    TableName,
    Key: key.connection(of, of.provider, of.id),
    UpdateExpression: update.UpdateExpression,
    ConditionExpression: ["#version = :unchanged", condition].filter(Boolean).join(" AND "),
    ExpressionAttributeNames: { ...update.ExpressionAttributeNames, ...extra?.names, "#version": "version" },
    ExpressionAttributeValues: {
      ...update.ExpressionAttributeValues,
      ...toItem(extra?.values ?? {}),
      ":unchanged": { S: of.version },
    },
  };
}

async function updateIfUnchanged(
  of: Connection,
  change: Record<string, unknown>,
  condition = "",
  extra?: ExtraExpression,
) {
  try {
    const { Attributes } = await dynamo.send(
      new UpdateItemCommand({ ...conditionalUpdate(of, change, condition, extra), ReturnValues: "ALL_NEW" }),
    );
    return Attributes && fromItem(connection, Attributes);
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}
