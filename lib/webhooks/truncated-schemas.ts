// Schemas that truncate: events contain text and lists of any size that strangers wrote.
import * as z from "zod";
import { parseLenient } from "../parse-lenient.ts";
import { truncate } from "../truncate.ts";

/** A text, truncated to `maxLength` characters. */
export const truncatedText = (maxLength: number) => z.string().transform((value) => truncate(value, maxLength));

/** A list, truncated to `maxItems` items. Only these are parsed; those that do not match are left out. */
export const truncatedList = <S extends z.ZodType>(item: S, maxItems: number) =>
  // The document of the API shows the item, which the list itself does not check.
  Object.assign(z.array(z.unknown()), { item }).transform((items): z.output<S>[] =>
    items.slice(0, maxItems).flatMap((one) => {
      const read = parseLenient(item, one);
      return read === undefined ? [] : [read.data];
    }),
  );
