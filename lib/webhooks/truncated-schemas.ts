// Schemas that truncate: events contain text and lists of any size that strangers wrote.
import * as z from "zod";
import { truncate } from "../truncate.ts";

/** A text, truncated to `maxLength` characters. */
export const truncatedText = (maxLength: number) => z.string().transform((value) => truncate(value, maxLength));

/** A list, truncated to `maxItems` items. Only these are validated. */
export const truncatedList = <S extends z.ZodType>(item: S, maxItems: number) =>
  z
    .array(z.unknown())
    .transform((items) => items.slice(0, maxItems))
    .pipe(z.array(item));
