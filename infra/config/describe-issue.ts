import type { z } from "zod";

/** Says the first fault of a refused value in one sentence, naming the field by its path. The value itself is not repeated. */
export function describeFirstIssue(what: string, { issues }: z.ZodError): string {
  const [issue] = issues;
  if (!issue) return `${what} is wrong.`;
  if (issue.code === "unrecognized_keys") {
    return `${what} is wrong: ${formatFieldName([...issue.path, issue.keys[0] ?? ""])} is not a setting.`;
  }
  return `${what} is wrong: ${formatFieldName(issue.path)} ${issue.message}.`;
}

function formatFieldName(path: readonly PropertyKey[]): string {
  const name = path.reduce<string>((left, part) => {
    if (typeof part === "number") return `${left}[${part}]`;
    return left ? `${left}.${String(part)}` : String(part);
  }, "");
  return name || "the whole";
}
