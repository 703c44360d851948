// For the API's document only: the SDK reads messages.
import * as z from "zod";

const id = () => z.union([z.string(), z.number()]);

export const messageSchema = () =>
  z.looseObject({
    jsonrpc: z.literal("2.0"),
    id: id().optional(),
    method: z.string(),
    params: z.record(z.string(), z.unknown()).optional(),
  });

export const resultSchema = () =>
  z.object({
    jsonrpc: z.literal("2.0"),
    id: id().nullable(),
    result: z.record(z.string(), z.unknown()).optional(),
    error: z.object({ code: z.number(), message: z.string() }).optional(),
  });
