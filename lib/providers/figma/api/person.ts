// The author of a comment or a version.
import * as z from "zod";

export const figmaPerson = z.object({ handle: z.string(), img_url: z.string() });

/** As Figma gives it: an account that was deleted may have no name and no picture. */
export const rawPerson = z.object({ handle: z.string().nullish(), img_url: z.string().nullish() });

/** What is unknown is empty, because clients expect both members. */
export const toPerson = (raw: z.output<typeof rawPerson> | null | undefined): z.output<typeof figmaPerson> => ({
  handle: raw?.handle ?? "",
  img_url: raw?.img_url ?? "",
});
