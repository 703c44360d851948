// Filters that several lists have in common, by GitHub's own names.
import * as z from "zod";

export const state = z.enum(["open", "closed", "all"]).optional();
export const direction = z.enum(["asc", "desc"]).optional();

/** ISO 8601, with the offset that GitHub needs to know what is meant. */
export const time = z.iso.datetime({ offset: true }).optional();

/** A word or path that goes into a query, escaped. */
export const queryWord = z
  .string()
  .min(1)
  .max(500)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  .regex(/^[^\u0000-\u001f\u007f]+$/, "has control characters")
  .optional();
