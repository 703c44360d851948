import * as z from "zod";

/** A time with its offset from UTC, as a date. */
export const instantSchema = () => z.iso.datetime({ offset: true }).transform((text) => new Date(text));
