// Whose a row is, as far as its key and fields say.

import type { DeletionSubject } from "../store/deletions.ts";
import { hashRecipient } from "../store/delivery-recipients.ts";
import type { Owner } from "../store/owner.ts";
import type { KindedRow } from "../store/row-kind.ts";
import { type Item, parseConnectionKey } from "../store/table.ts";
import { includesOwner, includesTenant, listTenants } from "./subject.ts";

export type IsSubjects = (row: KindedRow, subject: DeletionSubject) => boolean;

const readText = (item: Item | undefined, name: string): string | undefined => item?.[name]?.S;
const readTexts = (item: Item | undefined, name: string): string[] | undefined =>
  item?.[name]?.L?.flatMap(({ S }) => S ?? []);

const readOwnerFields = (item: Item | undefined): Partial<Owner> => {
  const [tenant, user] = [readText(item, "tenant"), readText(item, "user")];
  return { ...(tenant === undefined ? {} : { tenant }), ...(user === undefined ? {} : { user }) };
};

/** `<kind>#<tenant>#<user>…` */
export const hasOwnerInPartition: IsSubjects = ({ parts: [tenant = "", user = ""] }, subject) =>
  includesOwner(subject, { tenant, user });

/** `<kind>#<tenant>` */
export const hasTenantInPartition: IsSubjects = ({ parts: [tenant] }, subject) => includesTenant(subject, tenant);

/** What is kept for a company's users together, under names that tell no user: all of it goes, since it lasts minutes. */
export const isKeptForTenant: IsSubjects = ({ parts: [tenant = ""] }, subject) => listTenants(subject).includes(tenant);

/** `conn#<tenant>#<user>#…` as sort key. */
export const hasOwnerInSort: IsSubjects = ({ item }, subject) =>
  includesOwner(subject, parseConnectionKey(item.sk?.S ?? "", ""));

export const hasOwnerInFields: IsSubjects = ({ item }, subject) => includesOwner(subject, readOwnerFields(item));

export const hasTenantInFields: IsSubjects = ({ item }, subject) => includesTenant(subject, readText(item, "tenant"));

/** A held grant, whose connection names its owner. */
export const hasOwnerInConnection: IsSubjects = ({ item }, subject) =>
  includesOwner(subject, readOwnerFields(item.connection?.M));

/** `cache#-#<tenant>#…` */
export const isChangeOfTenant: IsSubjects = ({ parts: [, tenant] }, subject) => includesTenant(subject, tenant);

/** The mark of the connection whose bot speaks for a tenant. */
export const marksOwner: IsSubjects = ({ parts: [tenant = ""], item }, subject) =>
  includesOwner(subject, { tenant, user: readText(item, "user") ?? "" });

/** Connectors of the tenant, or one that a connection of the user serves. */
export const servesOwner: IsSubjects = ({ parts: [tenant], item }, subject) =>
  includesTenant(subject, tenant) ||
  (item.connectors?.L ?? []).some(({ M }) => includesOwner(subject, readOwnerFields(M?.user?.M)));

/**
 * A delivery that had the subject among its recipients. Rows of earlier releases and those of very many recipients name tenants
 * only: then it counts for every user of the tenant, as long as it has a payload.
 */
export const wasDeliveredTo: IsSubjects = ({ item }, subject) => {
  const tenants = readTexts(item, "tenants") ?? [];
  if (tenants.some((tenant) => includesTenant(subject, tenant))) return true;
  const { owner } = subject;
  if (owner === undefined || !tenants.includes(owner.tenant)) return false;
  const recipients = readTexts(item, "recipients");
  return recipients === undefined
    ? Number(item.parts?.N ?? 0) > 0 || item.payload !== undefined
    : recipients.includes(hashRecipient(owner));
};

/** A claim of an event whose kept outcome names a tenant. */
export const namesTenantInOutcome: IsSubjects = ({ item }, subject) =>
  (readTexts(item.outcome?.M, "tenants") ?? []).some((tenant) => includesTenant(subject, tenant));
