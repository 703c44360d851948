// Which rows of a table a deletion is shown: at least those of the subject. What is done with each is decided by row-treatments.ts.
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { DeletionSubject } from "../store/deletions.ts";
import type { SweptTable } from "../store/erase-rows.ts";
import { encodeKeyPart } from "../store/key-part.ts";
import { usagePartition } from "../store/table.ts";
import { listTenants } from "./subject.ts";

export interface SweepFilter {
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
}

interface Terms {
  /** Collects a value. @returns its placeholder */
  readonly add: (value: string) => string;
  readonly tenants: readonly string[];
  /** The one user whose data goes; undefined for all of the tenants. */
  readonly user: string | undefined;
}

/** @returns undefined where every row is the subject's */
type BuildFilter = (terms: Terms) => string | undefined;

const joinWithOr = (conditions: readonly string[]): string => `(${conditions.join(" OR ")})`;

/** Rows that name a tenant in these parts of the key, and the user too unless they are of a kind that is the tenant's. */
const namesSubject = (
  { add, tenants, user }: Terms,
  places: readonly string[],
  kindsOfTenant: readonly string[],
): string => {
  const ofTenant = tenants.flatMap((tenant) =>
    places.map((place) => `contains(${place}, ${add(encodeKeyPart(tenant))})`),
  );
  if (user === undefined) return joinWithOr(ofTenant);
  const ofUser = places.map((place) => `contains(${place}, ${add(encodeKeyPart(user))})`);
  const ofKind = kindsOfTenant.map((kind) => `begins_with(pk, ${add(`${kind}#`)})`);
  return `(${joinWithOr(ofTenant)} AND ${joinWithOr([...ofUser, ...ofKind])})`;
};

const hasFields = ({ add, tenants, user }: Terms, prefix: string): string => {
  const isTenant = joinWithOr(tenants.map((tenant) => `${prefix}#tenant = ${add(tenant)}`));
  return user === undefined ? isTenant : `(${isTenant} AND ${prefix}#user = ${add(user)})`;
};

const filters: Readonly<Record<SweptTable, BuildFilter>> = {
  connections: (terms) => {
    const ofServers = terms.tenants.map((tenant) => `sk = ${terms.add(tenant)}`);
    return joinWithOr([namesSubject(terms, ["pk", "sk"], ["tenantbot", "connectors"]), ...ofServers]);
  },
  transient: (terms) =>
    joinWithOr([
      namesSubject(terms, ["pk"], ["answers", "customers"]),
      hasFields(terms, ""),
      hasFields(terms, "#connection."),
    ]),
  feed: (terms) => namesSubject(terms, ["pk"], []),
  deliveries: ({ add, tenants }) =>
    joinWithOr(
      tenants.flatMap((tenant) => [
        `contains(#tenants, ${add(tenant)})`,
        `contains(#outcome.#tenants, ${add(tenant)})`,
        `pk = ${add(usagePartition({ tenant }))}`,
      ]),
    ),
  audit: ({ add, user }) =>
    user === undefined ? undefined : `(#user = ${add(user)} OR #actor = ${add(user)} OR #filter.#user = ${add(user)})`,
};

/** What is read of a row. Whole rows where little else is in them; contents are left out. */
const fields: Readonly<Record<SweptTable, readonly string[] | undefined>> = {
  connections: undefined,
  transient: ["pk", "sk", "#id", "#tenant", "#user", "#status", "#connection"],
  feed: ["pk", "sk"],
  deliveries: ["pk", "sk", "#tenants", "#recipients", "#parts", "#payload", "#outcome"],
  audit: undefined,
};

export function buildSweepFilter(table: SweptTable, subject: DeletionSubject): SweepFilter {
  const values: Record<string, AttributeValue> = {};
  const add = (value: string): string => {
    const name = `:v${Object.keys(values).length}`;
    values[name] = { S: value };
    return name;
  };
  const user = subject.tenants.length > 0 ? undefined : subject.owner?.user;
  const FilterExpression = filters[table]({ add, tenants: listTenants(subject), user });
  const projection = fields[table];
  const used = `${FilterExpression} ${projection?.join(" ")}`.match(/#\w+/g) ?? [];
  return {
    ...(FilterExpression === undefined ? {} : { FilterExpression }),
    ...(projection ? { ProjectionExpression: projection.join(", ") } : {}),
    ...(used.length > 0
      ? { ExpressionAttributeNames: Object.fromEntries(used.map((name) => [name, name.slice(1)])) }
      : {}),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  };
}
