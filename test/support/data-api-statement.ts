// One statement of the Data API's shim, with the API's limits, fields and wording.
import { type Client, DatabaseError, Query } from "pg";
import { nameType } from "../../lib/mcp/database/type-names.ts";

export class ApiRefusal extends Error {
  readonly kind: string;
  readonly status: number;

  constructor(kind: string, message: string, status: number) {
    super(message);
    this.kind = kind;
    this.status = status;
  }
}

export interface Statement {
  readonly sql: string;
  readonly parameters?:
    | readonly { readonly name: string; readonly value: { readonly stringValue: string } }[]
    | undefined;
  readonly includeResultMetadata?: boolean | undefined;
  readonly resultSetOptions?: Partial<Record<"decimalReturnType" | "longReturnType", string | undefined>> | undefined;
}

const maxRowBytes = 65_536;
const maxAnswerBytes = 1_048_576;

type Cells = (string | null)[];

export async function executeStatement(client: Client, statement: Statement): Promise<object> {
  const { fields, rows } = await run(client, statement);
  const { longReturnType = "LONG", decimalReturnType = "STRING" } = statement.resultSetOptions ?? {};
  const write = { areLongsText: longReturnType === "STRING", areDecimalsText: decimalReturnType === "STRING" };
  const records = rows.map((row) =>
    row.map((cell, index) => toField(cell, nameType(fields[index]?.dataTypeID ?? 0), write)),
  );
  if (records.some((record) => JSON.stringify(record).length > maxRowBytes + 200))
    throw new ApiRefusal("BadRequestException", "Database row exceeds the allowed row size limit of 64 KB", 400);
  if (JSON.stringify(records).length > maxAnswerBytes)
    throw new ApiRefusal("BadRequestException", "Database returned more than the allowed response size limit", 400);
  return {
    numberOfRecordsUpdated: 0,
    ...(fields.length > 0 && { records }),
    ...(statement.includeResultMetadata && { columnMetadata: fields.map(describeColumn) }),
  };
}

async function run(client: Client, { sql, parameters = [] }: Statement) {
  const values: string[] = [];
  // Names stand outside of quotes, and a cast has two colons.
  const text = sql.replaceAll(/'(?:[^']|'')*'|"[^"]*"|::|:([a-z]\w*)/gi, (found, name) => {
    const parameter = name === undefined ? undefined : parameters.find((one) => one.name === name);
    if (parameter === undefined) return found;
    return `$${values.push(parameter.value.stringValue)}`;
  });
  const config = { text, values, queryMode: "extended", rowMode: "array", types: asText };
  const { promise, resolve, reject } = Promise.withResolvers<{ fields: Described[]; rows: Cells[] }>();
  const rows: Cells[] = [];
  const query = new Query<Cells>(config);
  query.on("row", (row) => rows.push(row));
  query.on("error", reject);
  query.on("end", ({ fields }) => resolve({ fields, rows }));
  client.query(query);
  return promise.catch((error: unknown) => {
    const isMany = error instanceof DatabaseError && /multiple commands/.test(error.message);
    throw isMany ? new ApiRefusal("ValidationException", "Multistatements aren't supported.", 400) : error;
  });
}

const asText = { getTypeParser: () => (text: string) => text };

interface Described {
  readonly name: string;
  readonly dataTypeID: number;
}

const describeColumn = ({ name, dataTypeID }: Described) => ({
  ...{ name, label: name, typeName: nameType(dataTypeID), type: 0, nullable: 1 },
  ...{ schemaName: "", tableName: "", isAutoIncrement: false, isSigned: true, isCurrency: false },
  ...{ isCaseSensitive: true, precision: 0, scale: 0, arrayBaseColumnType: 0 },
});

function toField(
  cell: string | null,
  type: string,
  { areLongsText, areDecimalsText }: { areLongsText: boolean; areDecimalsText: boolean },
): object {
  if (cell === null) return { isNull: true };
  if (type === "bool") return { booleanValue: cell === "t" };
  if (/^int/.test(type) && !areLongsText && type !== "interval") return { longValue: Number(cell) };
  if (/^float/.test(type) && Number.isFinite(Number(cell))) return { doubleValue: Number(cell) };
  if (type === "numeric" && !areDecimalsText) return { doubleValue: Number(cell) };
  if (type === "bytea") return { blobValue: Buffer.from(cell.slice(2), "hex").toString("base64") };
  if (type === "timestamptz") return { stringValue: cell.replace(/\+00$/, "") };
  if (type.startsWith("_")) return { arrayValue: { stringValues: readArray(cell) } };
  return { stringValue: cell };
}

/** `{a,NULL,"b c"}` → ["a", null, "b c"] */
const readArray = (cell: string): (string | null | undefined)[] =>
  [...cell.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll(/\\(.)/g, "$1") ?? (plain === "NULL" ? null : plain),
  );
