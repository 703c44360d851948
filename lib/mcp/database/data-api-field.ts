// Fields of the Data API, as the text that PostgreSQL writes: docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_Field.html

/** Of a field's members one is set. */
interface Field {
  readonly isNull?: boolean;
  readonly stringValue?: string;
  readonly longValue?: number;
  readonly doubleValue?: number;
  readonly booleanValue?: boolean;
  /** In base64. */
  readonly blobValue?: string;
  readonly arrayValue?: ArrayValue;
}

interface ArrayValue {
  readonly stringValues?: readonly (string | null)[];
  readonly longValues?: readonly (number | null)[];
  readonly doubleValues?: readonly (number | null)[];
  readonly booleanValues?: readonly (boolean | null)[];
  readonly arrayValues?: readonly (ArrayValue | null)[];
}

export function toText(field: Field): string | null {
  if (field.isNull) return null;
  if (field.arrayValue) return writeArray(field.arrayValue);
  if (field.blobValue !== undefined) return `\\x${Buffer.from(field.blobValue, "base64").toString("hex")}`;
  const value = field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue;
  return value === undefined ? null : String(value);
}

/** `{a,NULL,"b c"}`: postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function writeArray({ arrayValues, ...values }: ArrayValue): string {
  if (arrayValues) return `{${arrayValues.map((inner) => (inner === null ? "NULL" : writeArray(inner))).join(",")}}`;
  const { stringValues, longValues, doubleValues, booleanValues = [] } = values;
  return `{${(stringValues ?? longValues ?? doubleValues ?? booleanValues).map(writeElement).join(",")}}`;
}

function writeElement(value: string | number | boolean | null): string {
  if (value === null) return "NULL";
  if (typeof value === "boolean") return value ? "t" : "f";
  const text = String(value);
  const isPlain = /^[^\s{}",\\]+$/.test(text) && text.toUpperCase() !== "NULL";
  return isPlain ? text : `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}
