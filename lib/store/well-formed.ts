/** Replaces lone surrogates by U+FFFD: JSON may escape them (RFC 8259 section 8.2), and DynamoDB refuses a row with one. */
export function toWellFormedValue<T>(value: T): T;
export function toWellFormedValue(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(toWellFormedValue);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map((entry) => entry.map(toWellFormedValue)));
}

/** Bytes and dates are left alone. */
const isPlainObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
