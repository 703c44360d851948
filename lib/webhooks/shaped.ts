// Verified is not understood: what cannot be read as expected can never be, and is set aside.
import type * as z from "zod";
import { unreadable } from "./reading.ts";

/** @throws Unreadable for what is no JSON */
export function jsonBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    throw unreadable("not_json");
  }
}

/** @throws Unreadable for what has another shape */
export function shaped<S extends z.ZodType>(schema: S, content: unknown): z.output<S> {
  const found = schema.safeParse(content);
  if (!found.success) throw unreadable("unexpected_shape");
  return found.data;
}
