import { Problem } from "../errors.ts";

/** Nobody deletes by a slip: the body names again what the path names. @throws Problem invalid_request */
export function requireRepeatedId(inPath: string, inBody: string): void {
  if (inPath === inBody) return;
  throw new Problem("invalid_request", {
    detail: "id: does not repeat the one of the path.",
    members: { field: "id" },
  });
}
