// What a deletion does with a row that it has found.
import { queueRevocation } from "../connections/pending.ts";
import { closeSocket, closeSocketById } from "../realtime/send-to-socket.ts";
import { type Connector, changeConnectors, parseConnectors } from "../store/connectors.ts";
import type { DeletionSubject } from "../store/deletions.ts";
import { hashRecipient } from "../store/delivery-recipients.ts";
import { deleteRow, eraseDelivery, eraseOutcome, type SweptTable } from "../store/erase-rows.ts";
import { markGrantRevoking } from "../store/grants.ts";
import type { Owner } from "../store/owner.ts";
import type { KindedRow } from "../store/row-kind.ts";
import { readSocket } from "../store/sockets.ts";
import { parseConnectionKey } from "../store/table.ts";
import { deletionActor, endConnection } from "./end-connection.ts";
import { includesOwner, includesTenant } from "./subject.ts";

export interface TreatmentContext {
  readonly subject: DeletionSubject;
  readonly table: SweptTable;
  /** Epoch seconds. */
  readonly now: number;
  /** Grants that were not revoked in all this time are given up: their tokens go too. */
  readonly givesUpGrants: boolean;
}

/**
 * `removed`; `ended`: a connection that worked until now; `waiting`: a grant that is still to be revoked; `failed`: removed, although
 * what it stands for may go on at the provider
 */
export type TreatmentResult = "removed" | "ended" | "waiting" | "failed" | undefined;

export type TreatRow = (row: KindedRow, context: TreatmentContext) => Promise<TreatmentResult>;

export const removeRow: TreatRow = async ({ item }, { table }) => {
  await deleteRow(table, item);
  return "removed";
};

export const endConnectionRow: TreatRow = async (row, context) => {
  const at = parseConnectionKey(row.item.pk?.S ?? "", row.item.sk?.S ?? "");
  const outcome = await endConnection(at, context.subject, context.now);
  if (outcome === "absent") return undefined;
  if (outcome === "ended") return "ended";
  await removeRow(row, context);
  return "failed";
};

/** A channel ends with its connection. One without a connection is a leftover. */
export const endSubscriptionRow: TreatRow = async (row, context) => {
  const at = parseConnectionKey(row.item.pk?.S ?? "", row.item.sk?.S ?? "");
  if ((await endConnection(at, context.subject, context.now)) === "ended") return "ended";
  return removeRow(row, context);
};

/** The connectors of a tenant that goes; else the user's connection is taken out of those that it serves. */
export const treatConnectors: TreatRow = async (row, context) => {
  const [tenant = ""] = row.parts;
  if (includesTenant(context.subject, tenant)) return removeRow(row, context);
  const owner = { tenant, user: tenant.slice(tenant.indexOf("#") + 1) };
  const provider = parseConnectors(row.item).connectors.find(({ user }) => isServedBySubject(user, context))?.provider;
  if (provider === undefined) return undefined;
  const takeOut = (connectors: readonly Connector[]) =>
    connectors.map(({ user, ...rest }) =>
      user === undefined || isServedBySubject(user, context) ? rest : { ...rest, user },
    );
  await changeConnectors(owner, (connectors) => ({ connectors: takeOut(connectors), provider }), {
    ...owner,
    ...deletionActor,
    action: "connector_saved",
  });
  return "removed";
};

const isServedBySubject = (user: Owner | undefined, { subject }: TreatmentContext): boolean =>
  user !== undefined && includesOwner(subject, user);

/** A grant is revoked by its own job. One that waits for its user is handed to that. */
export const treatGrant: TreatRow = async (row, context) => {
  const [id = ""] = row.parts;
  if (context.givesUpGrants) {
    await removeRow(row, context);
    return "failed";
  }
  const status = row.item.status?.S;
  if (status === "pending" || status === "claimed") {
    const provider = row.item.connection?.M?.provider?.S ?? "";
    await markGrantRevoking(id, status, provider, context.now);
    await queueRevocation(id);
  }
  return "waiting";
};

export const closeSocketRow: TreatRow = async (row, context) => {
  const id = row.item.id?.S ?? "";
  const socket = await readSocket(id);
  if (socket === undefined) await closeSocketById(id);
  else await closeSocket(socket);
  return removeRow(row, context);
};

export const treatDelivery: TreatRow = async ({ parts: [receipt = ""], item }, { subject }) => {
  const readTexts = (name: string) => item[name]?.L?.flatMap(({ S }) => S ?? []) ?? [];
  const own = subject.owner && hashRecipient(subject.owner);
  await eraseDelivery(receipt, {
    parts: Number(item.parts?.N ?? 0),
    tenants: readTexts("tenants").filter((tenant) => !includesTenant(subject, tenant)),
    recipients: readTexts("recipients").filter((hash) => hash !== own),
  });
  return "removed";
};

export const treatClaim: TreatRow = async ({ item }) => {
  await eraseOutcome(item);
  return "removed";
};
