// Readers for what no contract types: failures and frames. A missing or odd value becomes an empty one.

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

/** The address when it is one of the web, else empty: a provider's text must not choose another scheme. */
export function toWebUrl(value: string | null | undefined): string {
  return value && /^https?:\/\//.test(value) ? value : "";
}
