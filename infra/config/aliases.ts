import { z } from "zod";

/** What is wrong with a path prefix: a predicate for a sentence. */
function describePathProblem(path: string): string | undefined {
  if (!path.startsWith("/")) return "does not begin with a slash";
  if (path.endsWith("/")) return "ends with a slash";
  if (/[?#]/.test(path)) return "holds a query or a fragment";
  if (path.includes("*")) return "holds a wildcard";
  if (/[{}]/.test(path)) return "holds a variable";
  if (/[A-Z]/.test(path)) return "holds upper-case letters";
  if (path.split("/").some((segment, index) => index > 0 && /^\.{0,2}$/.test(segment)))
    return "holds an empty segment, “.” or “..”";
  if (!/^[a-z0-9._~/-]+$/.test(path)) return "holds more than the letters a to z, digits, “-”, “.”, “_” and “~”";
  return undefined;
}

/**
 * Other names of our paths, each a prefix of whole segments: `{"/api/v2/email": "/api/v2/gmail"}`. What they may stand for is
 * checked at synth (infra/aliases/plan.ts).
 */
export const aliasesSchema = z
  .record(z.string(), z.string("must be a path such as /api/v2"), "must be a map from path to path")
  .superRefine((aliases, context) => {
    for (const [name, target] of Object.entries(aliases)) {
      const [ofName, ofTarget] = [describePathProblem(name), describePathProblem(target)];
      if (ofName) context.addIssue({ code: "custom", path: [name], message: `has a name that ${ofName}` });
      if (ofTarget) context.addIssue({ code: "custom", path: [name], message: `has a target that ${ofTarget}` });
    }
  });
