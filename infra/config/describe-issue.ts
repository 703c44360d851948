import type { z } from "zod";

/** Describes the first validation error in one sentence, with the path of the field and without its value. */
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
    if (!/^\w+$/.test(String(part))) return `${left}["${String(part)}"]`;
    return left ? `${left}.${String(part)}` : String(part);
  }, "");
  return name || "the whole";
}
