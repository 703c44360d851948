/** A list of words: JSON, PostgreSQL's array (`{a,"b c"}`), or separated by commas or spaces. */
export function parseList(value: string): string[] {
  const text = value.trim();
  const fromJson = text.startsWith("[") ? readJsonList(text) : undefined;
  const words = fromJson ?? text.replace(/^\{(.*)\}$/s, "$1").split(/[\s,]+/);
  return [...new Set(words.map((word) => word.replace(/^"(.*)"$/, "$1").trim()))].filter((word) => word !== "");
}

function readJsonList(text: string): string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter((word) => typeof word === "string") : undefined;
  } catch {
    return undefined;
  }
}
