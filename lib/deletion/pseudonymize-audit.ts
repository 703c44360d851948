// Audit rows of a deleted subject: they stay, with the user replaced by a keyed hash.
import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import type { DeletionSubject } from "../store/deletions.ts";
import { dynamo } from "../store/dynamo.ts";
import { auditPartition, type Item } from "../store/table.ts";
import { includesTenant, listTenants } from "./subject.ts";
import { type SubjectHash, toPseudonym } from "./subject-hash.ts";

export interface AuditContext {
  readonly deletion: string;
  readonly subject: DeletionSubject;
  readonly hash: SubjectHash;
}

/**
 * Replaces the user in a row: whom it is about, who acted, and the connection's id, which follows from the user; and removes the
 * user's own address. The row of a user who is a tenant of their own moves, since its key names them.
 * @returns whether the row was the subject's and not replaced before
 */
export async function pseudonymizeAuditRow(item: Item, context: AuditContext): Promise<boolean> {
  const changed = toPseudonymousRow(item, context);
  if (changed === undefined) return false;
  const { AUDIT_TABLE: TableName } = config("AUDIT_TABLE");
  await dynamo.send(new PutItemCommand({ TableName, Item: changed }));
  const { pk = { S: "" }, sk = { S: "" } } = item;
  if (changed.pk?.S !== pk.S) await dynamo.send(new DeleteItemCommand({ TableName, Key: { pk, sk } }));
  return true;
}

/** @returns undefined for a row that stays as it is */
export function toPseudonymousRow(item: Item, context: AuditContext): Item | undefined {
  // Replaced before, or the deletion's own.
  if (item.erased?.S === context.deletion || item.deletion?.S === context.deletion) return undefined;
  const isAbout = isAboutSubject(item, context.subject);
  const hasActed = hasSubjectActed(item, context.subject);
  const hasAsked = isAskedAbout(item, context.subject);
  if (!isAbout && !hasActed && !hasAsked) return undefined;
  const removed = [...(hasActed ? ["ip"] : []), ...(isAbout ? describingFields : []), ...(hasAsked ? ["filter"] : [])];
  const kept = Object.entries(item).filter(([name]) => !removed.includes(name));
  return {
    ...Object.fromEntries(kept),
    ...(hasActed ? { actor: { S: toName(item, item.actor?.S, context) } } : {}),
    ...(isAbout ? toNamelessFields(item, context) : {}),
    erased: { S: context.deletion },
  };
}

/** What may name or describe a person besides: nobody needs it once the user is gone. */
const describingFields = ["sql", "purpose"];

function isAboutSubject({ tenant, user }: Item, subject: DeletionSubject): boolean {
  const { owner } = subject;
  return includesTenant(subject, tenant?.S) || (owner?.tenant === tenant?.S && owner?.user === user?.S);
}

/** What administrators of the stage do to a tenant; they are seldom among its users. */
const stageActions: ReadonlySet<string> = new Set(["deletion_requested", "hosts_bound"]);

/** People act from an address, jobs do not, and services are named as such. */
function hasSubjectActed({ tenant, actor, action, ip }: Item, subject: DeletionSubject): boolean {
  const { owner } = subject;
  const name = actor?.S ?? "";
  if (owner !== undefined) return owner.user === name && includesAny(subject, tenant?.S);
  const isPerson = ip !== undefined && !name.startsWith("service:");
  return includesTenant(subject, tenant?.S) && isPerson && !stageActions.has(action?.S ?? "");
}

/** Somebody has read the audit of the user alone. */
function isAskedAbout({ tenant, filter }: Item, subject: DeletionSubject): boolean {
  const asked = filter?.M?.user?.S;
  if (asked === undefined) return false;
  const { owner } = subject;
  return owner === undefined
    ? includesTenant(subject, tenant?.S)
    : asked === owner.user && includesAny(subject, tenant?.S);
}

const includesAny = (subject: DeletionSubject, tenant: string | undefined): boolean =>
  tenant !== undefined && listTenants(subject).includes(tenant);

const toName = ({ tenant }: Item, user: string | undefined, { hash, deletion }: AuditContext): string =>
  toPseudonym(hash, deletion, { tenant: tenant?.S ?? "", user: user ?? "" });

function toNamelessFields(item: Item, context: AuditContext): Item {
  const { connection, tenant, at } = item;
  const user = toName(item, item.user?.S, context);
  const id = connection?.S && context.hash("connection", context.deletion, connection.S);
  return {
    user: { S: user },
    ...(id ? { connection: { S: id } } : {}),
    // The tenant of a user without a company has the user's name.
    ...(tenant?.S?.startsWith("u") ? toTenantFields(user, new Date(at?.S ?? 0)) : {}),
  };
}

/** The same month of another tenant; the sort key stays. */
function toTenantFields(tenant: string, at: Date): Item {
  return { pk: { S: auditPartition(tenant, at) }, tenant: { S: tenant } };
}
