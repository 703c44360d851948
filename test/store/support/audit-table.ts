// The table of the audit in memory, as far as its readers query it: by month, and by its index.
import { createHash, randomUUID } from "node:crypto";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { key } from "../../../lib/store/table.ts";

export interface StoredEntry {
  readonly pk: string;
  readonly sk: string;
  readonly at: string;
  readonly tenant: string;
  readonly user: string;
  readonly actor: string;
  readonly action: string;
  readonly provider?: string | undefined;
  readonly ttl: number;
}
type NewEntry = Omit<StoredEntry, "pk" | "sk" | "ttl"> & { readonly ttl?: number };

const asked = z.object({
  IndexName: z.string().optional(),
  Limit: z.number(),
  ScanIndexForward: z.literal(false),
  FilterExpression: z.string().optional(),
  ExclusiveStartKey: z.object({ sk: z.object({ S: z.string() }) }).optional(),
  ExpressionAttributeValues: z.record(z.string(), z.object({ S: z.string() })),
});

/** Entries of one moment are in no order in an index. */
const scatter = ({ sk }: StoredEntry) => createHash("sha256").update(sk).digest("hex");

export function createAuditTable() {
  let rows: StoredEntry[] = [];
  return {
    fill(entries: readonly NewEntry[]): readonly StoredEntry[] {
      rows = entries.map((one) => {
        const { pk, sk } = key.audit(one.tenant, new Date(one.at), randomUUID());
        return { ttl: 4_102_444_800, ...one, pk: pk.S, sk: sk.S };
      });
      return rows;
    },
    /** Answers a query as DynamoDB does: a page that is full has a next one, even if nothing is left. */
    query(input: unknown) {
      const { IndexName, Limit, FilterExpression = "", ExclusiveStartKey, ...rest } = asked.parse(input);
      const value = (name: string) => rest.ExpressionAttributeValues[`:${name}`]?.S ?? "";
      const isIn = (one: StoredEntry) =>
        IndexName === undefined
          ? one.pk === value("pk") && one.sk >= value("low") && one.sk <= value("before")
          : one.action === value("action") && one.at >= value("from") && one.at <= value("to");
      const place = (one: StoredEntry) => (IndexName === undefined ? one.sk : `${one.at}${scatter(one)}`);
      const found = rows.filter(isIn).sort((a, b) => (place(a) < place(b) ? 1 : -1));
      const start = ExclusiveStartKey && found.findIndex(({ sk }) => sk === ExclusiveStartKey.sk.S) + 1;
      const page = found.slice(start ?? 0, (start ?? 0) + Limit);
      const last = page.length === Limit ? page.at(-1) : undefined;
      const isKept = (one: StoredEntry) =>
        (!FilterExpression.includes(":user") || [one.user, one.actor].includes(value("user"))) &&
        (!FilterExpression.includes(":action") || one.action === value("action")) &&
        (!FilterExpression.includes(":provider") || one.provider === value("provider"));
      return {
        Items: page.filter(isKept).map((one) => marshall(one, { removeUndefinedValues: true })),
        ...(last && { LastEvaluatedKey: marshall({ pk: last.pk, sk: last.sk, action: last.action, at: last.at }) }),
      };
    },
  };
}
