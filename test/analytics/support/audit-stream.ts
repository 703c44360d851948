// Changes of the audit's table as its stream delivers them, and rows of counts in memory.
import { marshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import type { FoldStore } from "../../../lib/analytics/fold-audit.ts";
import { key } from "../../../lib/store/table.ts";
import type { FoldedDay } from "../../../lib/store/usage.ts";

export interface AuditRow {
  readonly tenant: string;
  readonly provider?: string;
  readonly action: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The change that a new row is. @param nth in the whole stream; numbers of a stream have differing lengths */
export function toChange(row: AuditRow, nth: number, stream = "2026-12-01T00:00:00.000"): DynamoDBRecord {
  const at = new Date(row.at);
  const { pk, sk } = key.audit(row.tenant, at, `id-${nth}`);
  return {
    eventName: "INSERT",
    eventSourceARN: `arn:aws:dynamodb:eu-central-1:111122223333:table/patchbay-prod-audit/stream/${stream}`,
    dynamodb: {
      SequenceNumber: String(98_000_000_000_000_000_000_000n + BigInt(nth) * 1_000_000_000_000_000_000_000n),
      NewImage: { pk, sk, ...marshall({ user: "ada", actor: "ada", ...row, at: at.toISOString() }) } as NonNullable<
        NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"]
      >,
    },
  };
}

/** How a write goes: well, failed before anything was written, or written while its answer was lost. */
export type WriteOutcome = "written" | "failed" | "lost";

/** Rows of counts in memory, with the same condition as the table's. @param getOutcome of the next write */
export function createFoldStore(getOutcome: () => WriteOutcome = () => "written") {
  const rows = new Map<string, { stream: string; position: string }>();
  const ofTenants = new Map<string, number>();
  const ofStage = new Map<string, number>();
  const add = (counts: Map<string, number>, parts: readonly string[], number: number) => {
    const name = parts.join(" ");
    counts.set(name, (counts.get(name) ?? 0) + number);
  };
  const addDay = ({ at: { tenant, day, provider }, stream, last, counts }: FoldedDay) => {
    rows.set([tenant, day, provider].join(" "), { stream, position: last });
    for (const [counter, number] of counts) {
      add(ofTenants, [tenant, day, provider, counter], number);
      add(ofStage, [day, provider, counter], number);
    }
  };
  const store: FoldStore = {
    async fold(days) {
      const outcome = getOutcome();
      if (outcome === "failed") throw new Error("The store is busy.");
      const names = days.map(({ at: { tenant, day, provider } }) => [tenant, day, provider].join(" "));
      // The store refuses a transaction that names a row twice.
      if (new Set(names).size < names.length) throw new Error("A row stands twice in one transaction.");
      const isNew = days.every(({ stream, first }, nth) => {
        const row = rows.get(names[nth] ?? "");
        return row === undefined || row.stream !== stream || row.position < first;
      });
      if (isNew) for (const day of days) addDay(day);
      if (outcome === "lost") throw new Error("The answer was lost.");
      return isNew;
    },
    readPosition: async ({ tenant, day, provider }) => rows.get([tenant, day, provider].join(" ")),
  };
  return { store, ofTenants, ofStage };
}
