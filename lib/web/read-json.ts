// Readers for JSON that the API client does not type: error bodies and WebSocket frames. A missing or malformed value
// becomes an empty one.

export function readRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

export function readText(value: unknown): string {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value : "";
}

export function readList<T>(value: unknown, item: (entry: unknown) => T): readonly T[] {
  return Array.isArray(value) ? value.map(item) : [];
}

/** The URL if it is http(s), else empty, so that a provider's data cannot put `javascript:` into a link. */
export function toWebUrl(value: string | null | undefined): string {
  return value && /^https?:\/\//.test(value) ? value : "";
}
