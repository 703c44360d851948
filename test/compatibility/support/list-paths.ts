/** Where each field of an object stands, arrays as `[]`. */
export function listPaths(value: unknown, at = ""): string[] {
  if (Array.isArray(value)) return value.slice(0, 1).flatMap((one) => listPaths(one, `${at}[]`));
  if (typeof value !== "object" || value === null) return [at];
  return Object.entries(value).flatMap(([name, inner]) => listPaths(inner, at === "" ? name : `${at}.${name}`));
}
