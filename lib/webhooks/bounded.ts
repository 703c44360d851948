// Bounds for what is read of events: they carry what strangers wrote.
import * as z from "zod";

/** A text of which only the beginning is read. */
export const textUpTo = (most: number) => z.string().transform((value) => value.slice(0, most));

/** A list of which only the first items are read, and only these must be as expected. */
export const listUpTo = <S extends z.ZodType>(item: S, most: number) =>
  z
    .array(z.unknown())
    .transform((items) => items.slice(0, most))
    .pipe(z.array(item));
