import * as z from "zod";

/** Schema of `envelopeResponse(data)`: members of `data` are repeated at the top level. */
export const envelopeSchema = <S extends z.ZodRawShape>(data: S) =>
  z.object({ success: z.literal(true), data: z.object(data), ...data });

export const timestampedEnvelopeSchema = <S extends z.ZodRawShape>(data: S) =>
  z.object({ success: z.literal(true), data: z.object(data), ...data, timestamp: z.string() });

export const timestampedPageSchema = <S extends z.ZodRawShape>(data: S) =>
  timestampedEnvelopeSchema({ ...data, count: z.number(), nextPageToken: z.string().optional() });
