// Verified is not understood: what cannot be read as expected can never be, and is set aside.
import type * as z from "zod";
import { DeliveryError } from "./delivery-error.ts";

/** @throws DeliveryError `invalid` for what is no JSON */
export function parseJsonBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    throw new DeliveryError("invalid", "not_json");
  }
}

/** @throws DeliveryError `invalid` for what has another shape */
export function parsePayload<S extends z.ZodType>(schema: S, content: unknown): z.output<S> {
  const found = schema.safeParse(content);
  if (!found.success) throw new DeliveryError("invalid", "unexpected_shape");
  return found.data;
}
