// Readers for answers of the API: a missing or odd value becomes an empty one, so that the page always has something to show.

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

export function text(value: unknown): string {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value : "";
}

export function list<T>(value: unknown, item: (entry: unknown) => T): readonly T[] {
  return Array.isArray(value) ? value.map(item) : [];
}
