import * as z from "zod";

/** The schema of `enveloped(data)`: members of `data` also stand at the top level. */
export const envelopeSchema = <S extends z.ZodRawShape>(data: S) =>
  z.object({ success: z.literal(true), data: z.object(data), ...data });

/** The schema of `stamped(data)`. */
export const timestampedEnvelopeSchema = <S extends z.ZodRawShape>(data: S) =>
  z.object({ success: z.literal(true), data: z.object(data), ...data, timestamp: z.string() });

/** Of one page of a list: what is in it, how many, and where the next begins. */
export const timestampedPageSchema = <S extends z.ZodRawShape>(data: S) =>
  timestampedEnvelopeSchema({ ...data, count: z.number(), nextPageToken: z.string().optional() });
