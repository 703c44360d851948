import * as z from "zod";
import { findInCauses, Problem } from "../errors.ts";
import { findProviderError } from "./provider-error.ts";

/**
 * Whether work on an item would fail again in the same way: what it is about cannot be read, understood or stored. Outages, limits
 * and lost tokens are not the item's own.
 */
export function isPermanent(error: unknown): boolean {
  const failure = findProviderError(error);
  if (failure !== undefined) return failure.kind === "permanent" || failure.kind === "absent";
  if (error instanceof Problem) return error.code === "invalid_request" || error.code === "payload_too_large";
  return [TypeError, RangeError, SyntaxError, URIError, z.ZodError].some((kind) => findInCauses(error, kind));
}
