// The operator's connection through the Data API of Aurora, which needs no way into the VPC.
import { z } from "zod";
import type { CallAws } from "../aws/call-aws.ts";
import { type AdminConnection, type Execute, fixSearchPath, SqlError } from "./connection.ts";

interface DataApiTarget {
  readonly clusterArn: string;
  readonly database: string;
  /** The secret with the operator's own login, not the reader's. */
  readonly adminSecretArn: string;
}

type Call = (path: string, body?: Readonly<Record<string, unknown>>) => Promise<unknown>;

const transactionSchema = z.object({ transactionId: z.string() });
const fieldSchema = z.union([
  z.object({ isNull: z.literal(true) }).transform(() => null),
  z.record(z.string(), z.unknown()).transform((field) => Object.values(field)[0]),
]);
const resultSchema = z.object({
  columnMetadata: z.array(z.object({ label: z.string() })).default([]),
  records: z.array(z.array(fieldSchema)).default([]),
});

/** https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_Operations.html */
export function connectDataApi(
  callAws: CallAws,
  { clusterArn, database, adminSecretArn }: DataApiTarget,
): AdminConnection {
  const target = { resourceArn: clusterArn, secretArn: adminSecretArn, database };
  const call: Call = async (path, body = {}) => {
    const request = {
      service: "rds-data",
      method: "POST",
      path,
      body: JSON.stringify({ ...target, ...body }),
    } as const;
    const { status, text } = await callAws(request);
    if (status === 200) return JSON.parse(text);
    throw readError(status, text);
  };
  const transaction: AdminConnection["transaction"] = (work, { keep } = { keep: true }) =>
    runTransaction(call, work, keep);
  return {
    place: `the Data API of ${clusterArn}, database ${database}`,
    execute: (sql, texts) => transaction((execute) => execute(sql, texts)),
    transaction,
    close: async () => undefined,
  };
}

async function runTransaction<T>(call: Call, work: (execute: Execute) => Promise<T>, keep: boolean): Promise<T> {
  const { transactionId } = transactionSchema.parse(await call("/BeginTransaction"));
  try {
    const execute: Execute = (sql, texts) => runStatement(call, transactionId, sql, texts);
    await execute(fixSearchPath);
    const result = await work(execute);
    await call(keep ? "/CommitTransaction" : "/RollbackTransaction", { transactionId });
    return result;
  } catch (error) {
    await call("/RollbackTransaction", { transactionId }).catch(() => undefined);
    throw error;
  }
}

/** The API knows parameters by name only. */
async function runStatement(call: Call, transactionId: string, text: string, texts: readonly string[] = []) {
  const parameters = texts.map((stringValue, at) => ({ name: `p${at + 1}`, value: { stringValue } }));
  const sql = texts.length > 0 ? text.replace(/\$(\d)/g, ":p$1") : text;
  const body = { transactionId, sql, parameters, includeResultMetadata: true };
  const { columnMetadata, records } = resultSchema.parse(await call("/Execute", body));
  return records.map((fields) => Object.fromEntries(fields.map((field, at) => [columnMetadata[at]?.label, field])));
}

/** The database's own words end with `SQLState: 42501`; anything else is AWS's refusal. */
function readError(status: number, text: string): Error {
  const [, message = text] = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/i.exec(text) ?? [];
  const [, sqlState] = /SQLState: ([0-9A-Z]{5})/.exec(message) ?? [];
  if (sqlState) return new SqlError(message, sqlState);
  return new Error(`The Data API refused (${status}): ${message}`);
}
