// Parses verified payloads. A payload of an unexpected shape is invalid: a retry would not help.
import type * as z from "zod";
import { DeliveryError } from "./delivery-error.ts";

/** @throws DeliveryError `invalid` when the body is not JSON */
export function parseJsonBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    throw new DeliveryError("invalid", "not_json");
  }
}

/** @throws DeliveryError `invalid` when the content does not match the schema */
export function parsePayload<S extends z.ZodType>(schema: S, content: unknown): z.output<S> {
  const found = schema.safeParse(content);
  if (!found.success) throw new DeliveryError("invalid", "unexpected_shape");
  return found.data;
}
