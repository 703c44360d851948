// The database through the Data API of Aurora: no VPC, and each query is a transaction that the API keeps for us.
import * as z from "zod";
import { type CallLimits, callDataApi, type DataApi } from "./data-api-call.ts";
import { toText } from "./data-api-field.ts";
import { measureRow } from "./measure-row.ts";
import { parseRows } from "./parse-cell.ts";
import { type Database, type DatabaseContext, DatabaseError, type QueryRequest, type QueryRows } from "./port.ts";
import { buildSettingsStatement } from "./transaction-settings.ts";

export interface DataApiOptions {
  readonly api: DataApi;
  /** Signs whose rows a query may see. */
  readonly sign: (context: DatabaseContext) => Promise<string>;
}

/** For what is not the statement. A cluster that has scaled to nothing needs longer, and is unreachable meanwhile. */
const callLimits: CallLimits = { deadlineMs: 3000 };

/** After the server should have stopped a statement itself: the answer's way here. */
const graceMs = 1500;

const settings = buildSettingsStatement(":context", ":timeout");

const begunSchema = () => z.object({ transactionId: z.string().min(1) });

const columnSchema = () => z.object({ label: z.string().optional(), name: z.string(), typeName: z.string() });

const answerSchema = () =>
  z.object({
    columnMetadata: z.array(columnSchema()).default([]),
    records: z.array(z.array(z.looseObject({}))).default([]),
  });

export function createDataApiDatabase({ api, sign }: DataApiOptions): Database {
  async function query({ sql, context, maxBytes, timeoutMs }: QueryRequest): Promise<QueryRows> {
    const signed = await sign(context);
    return inTransaction(api, async (execute) => {
      const parameters = [text("context", signed), text("timeout", String(timeoutMs))];
      await execute({ sql: settings, parameters }, callLimits);
      const members = { sql, includeResultMetadata: true, resultSetOptions: exactNumbers };
      return readAnswer(await execute(members, { deadlineMs: timeoutMs + graceMs, silence: "timeout" }), maxBytes);
    });
  }

  async function probe(): Promise<void> {
    await inTransaction(api, (execute) => execute({ sql: "select 1" }, callLimits));
  }

  return { query, probe };
}

/** As text: JSON's numbers are doubles. */
const exactNumbers = { decimalReturnType: "STRING", longReturnType: "STRING" };

const text = (name: string, stringValue: string) => ({ name, value: { stringValue } });

type Execute = (members: Readonly<Record<string, unknown>>, limits: CallLimits) => Promise<Record<string, unknown>>;

/** The transaction is rolled back whatever happens; the API itself ends one that it hears nothing of for three minutes. */
async function inTransaction<T>(api: DataApi, work: (execute: Execute) => Promise<T>): Promise<T> {
  const { database } = api;
  const { transactionId } = parse(begunSchema(), await callDataApi(api, "BeginTransaction", { database }, callLimits));
  try {
    return await work((members, limits) =>
      callDataApi(api, "Execute", { database, transactionId, ...members }, limits),
    );
  } finally {
    await callDataApi(api, "RollbackTransaction", { transactionId }, callLimits).catch(() => undefined);
  }
}

function readAnswer(answer: Record<string, unknown>, maxBytes: number): QueryRows {
  const { columnMetadata, records } = parse(answerSchema(), answer);
  const rows = records.map((record) => record.map(toText));
  if (rows.reduce((bytes, row) => bytes + measureRow(row), 0) > maxBytes) throw new DatabaseError("too_large");
  const columns = columnMetadata.map(({ label, name, typeName }) => ({ name: label || name, type: typeName }));
  return { columns, rows: parseRows(rows, columns) };
}

/** @throws DatabaseError failed for an answer of another shape */
function parse<T>(schema: z.ZodType<T>, answer: Record<string, unknown>): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new DatabaseError("failed");
}
