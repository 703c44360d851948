// Bounds for what is read of events: they carry what strangers wrote.
import * as z from "zod";

/** A text of which only the beginning is read. */
export const truncatedText = (maxLength: number) => z.string().transform((value) => value.slice(0, maxLength));

/** A list of which only the first items are read, and only these must be as expected. */
export const truncatedList = <S extends z.ZodType>(item: S, maxItems: number) =>
  z
    .array(z.unknown())
    .transform((items) => items.slice(0, maxItems))
    .pipe(z.array(item));
