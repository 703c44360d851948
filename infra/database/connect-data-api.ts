// The operator's connection through the Data API of Aurora, which needs no way into the VPC.
import { z } from "zod";
import type { CallAws } from "../aws/call-aws.ts";
import { type AdminConnection, type Execute, SqlError } from "./connection.ts";

interface DataApiTarget {
  readonly clusterArn: string;
  readonly database: string;
  /** The secret with the operator's own login, not the reader's. */
  readonly adminSecretArn: string;
}

type Call = (path: string, body?: Readonly<Record<string, unknown>>) => Promise<unknown>;

const answerSchema = z.object({ formattedRecords: z.string().optional(), transactionId: z.string().optional() });
const recordsSchema = z.array(z.record(z.string(), z.unknown()));

/** https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_Operations.html */
export function connectDataApi(
  callAws: CallAws,
  { clusterArn, database, adminSecretArn }: DataApiTarget,
): AdminConnection {
  const target = { resourceArn: clusterArn, secretArn: adminSecretArn };
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
  const executeIn =
    (transactionId?: string): Execute =>
    async (sql, texts = []) => {
      const parameters = texts.map((stringValue, at) => ({ name: `p${at + 1}`, value: { stringValue } }));
      const named = texts.length > 0 ? sql.replace(/\$(\d)/g, ":p$1") : sql;
      const body = {
        database,
        sql: named,
        parameters,
        formatRecordsAs: "JSON",
        ...(transactionId && { transactionId }),
      };
      const { formattedRecords } = answerSchema.parse(await call("/Execute", body));
      return recordsSchema.parse(JSON.parse(formattedRecords || "[]"));
    };
  return {
    place: `the Data API of ${clusterArn}, database ${database}`,
    execute: executeIn(),
    transaction: (work, { keep } = { keep: true }) => runTransaction(call, database, { work, keep, executeIn }),
    close: async () => undefined,
  };
}

interface TransactionWork<T> {
  readonly work: (execute: Execute) => Promise<T>;
  readonly keep: boolean;
  readonly executeIn: (transactionId: string) => Execute;
}

async function runTransaction<T>(
  call: Call,
  database: string,
  { work, keep, executeIn }: TransactionWork<T>,
): Promise<T> {
  const { transactionId = "" } = answerSchema.parse(await call("/BeginTransaction", { database }));
  try {
    const result = await work(executeIn(transactionId));
    await call(keep ? "/CommitTransaction" : "/RollbackTransaction", { transactionId });
    return result;
  } catch (error) {
    await call("/RollbackTransaction", { transactionId }).catch(() => undefined);
    throw error;
  }
}

/** The database's own words end with `SQLState: 42501`; anything else is AWS's refusal. */
function readError(status: number, text: string): Error {
  const [, message = text] = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/i.exec(text) ?? [];
  const [, sqlState] = /SQLState: ([0-9A-Z]{5})/.exec(message) ?? [];
  if (sqlState) return new SqlError(message, sqlState);
  return new Error(`The Data API refused (${status}): ${message}`);
}
