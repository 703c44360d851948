// Token refresh without races: each step is one conditional write. Times are epoch seconds.
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { type Actor, auditWrite, toAuditSubject } from "./audit.ts";
import { type Connection, connection } from "./connection.ts";
import { connectionChangeWrite } from "./connection-change.ts";
import { dynamo, isConditionFailure, tryTransact, tryUpdate } from "./dynamo.ts";
import { fromItem, toItem, updateExpression } from "./item.ts";
import { key } from "./table.ts";

const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");

/** Longer than a provider call (10 s) plus the store's retries. */
const leaseSeconds = 30;

/**
 * Claims the right to use the refresh token of this version, if the connection is still active. (Marking it as
 * `reconnect_needed` does not change its version.) A lease expires after a crash, and one for an older version is invalid.
 * @returns the current connection; undefined if another caller holds the lease or the version changed
 */
export async function claimRefresh(of: Connection, owner: string, now: number): Promise<Connection | undefined> {
  const lease = { owner, until: now + leaseSeconds, version: of.version };
  const freeCondition = "attribute_not_exists(lease) OR lease.#until <= :now OR lease.#version <> :unchanged";
  // Its own lease is allowed too: the AWS client repeats a write whose answer was lost.
  return updateIfUnchanged(of, { lease }, `#status = :active AND (${freeCondition} OR lease.#owner = :owner)`, {
    names: { "#status": "status", "#until": "until", "#owner": "owner" },
    values: { ":active": "active", ":now": now, ":owner": owner },
  });
}

/** Releases the lease after a failure, if the owner still holds it. @param failure earliest time of the next refresh, refusals so far */
export async function releaseRefresh(
  of: Connection,
  owner: string,
  failure: Pick<Connection, "refreshNotBefore" | "refreshRefusals">,
): Promise<void> {
  await updateIfUnchanged(of, { ...failure, lease: undefined }, "lease.#owner = :owner", {
    names: { "#owner": "owner" },
    values: { ":owner": owner },
  });
}

/**
 * Stores new tokens if the connection still has the version they were refreshed from, no matter who holds the lease: the
 * tokens of a slow refresh must not be lost. The new version invalidates every lease.
 * @returns false if the version changed (by a reconnect)
 */
export const saveRefreshed = (of: Connection, change: Partial<Connection>): Promise<boolean> =>
  tryUpdate(conditionalUpdate(of, { ...change, lease: undefined, refreshNotBefore: undefined }));

/**
 * Sets the status `reconnect_needed` unless the connection changed meanwhile.
 * @param reason a code of the provider, or one of ours
 * @returns whether this call set it
 */
export async function setReconnectNeeded(of: Connection, reason: string, actor: Actor): Promise<boolean> {
  const cleared = { lease: undefined, due: undefined, dueAt: undefined, refreshRefusals: undefined };
  const change = { ...cleared, status: "reconnect_needed", lostReason: reason };
  const update = conditionalUpdate(of, change, "#status = :active", { names: {}, values: { ":active": "active" } });
  const audit = auditWrite({ ...actor, ...toAuditSubject(of), action: "reconnect_needed", reason });
  return tryTransact([{ Update: update }, audit, connectionChangeWrite(of, "reconnect_needed", { reason })]);
}

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
