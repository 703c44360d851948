// Filters that several lists share, under GitHub's names.
import * as z from "zod";

export const state = z.enum(["open", "closed", "all"]).optional();
export const direction = z.enum(["asc", "desc"]).optional();

/** ISO 8601; the offset is required. */
export const time = z.iso.datetime({ offset: true }).optional();

/** A word or path for a query; it is escaped when the query is built. */
export const queryWord = z
  .string()
  .min(1)
  .max(500)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse
  .regex(/^[^\u0000-\u001f\u007f]+$/, "has control characters")
  .optional();
