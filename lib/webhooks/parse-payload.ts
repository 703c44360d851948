// Parses verified payloads. A payload of an unexpected shape is invalid: a retry would not help.
import type * as z from "zod";
import { parseLenient } from "../parse-lenient.ts";
import { DeliveryError } from "./delivery-error.ts";

/** @throws DeliveryError `invalid` when the body is not JSON */
export function parseJsonBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    throw new DeliveryError("invalid", "not_json");
  }
}

/**
 * Parses what a schema describes; optional parts that are odd are left out, as `parseLenient` says.
 * @throws DeliveryError `invalid` when a required part is missing or odd
 */
export function parsePayload<S extends z.ZodType>(schema: S, content: unknown): z.output<S> {
  const found = parseLenient(schema, content);
  if (found === undefined) throw new DeliveryError("invalid", "unexpected_shape");
  return found.data;
}
