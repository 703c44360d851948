// What is kept of a provider's answers for a connection, as administrators see it: never its content.
import * as z from "zod";
import type { KeptAnswer } from "../store/kept-answers.ts";

/** Schema of `toKeptView`. */
export const keptSchema = () =>
  z
    .object({
      name: z
        .string()
        .describe("What it is an answer to; `etag#…` is a hash of the path and query that were asked for."),
      keptAt: z.iso.datetime().nullable(),
      expiresAt: z.iso.datetime().nullable().describe("Until when it is answered without asking the provider."),
      size: z.int().describe("Bytes, encrypted."),
    })
    .meta({ id: "KeptAnswer" });

export function toKeptView({ name, storedAt, expiresAt, size }: KeptAnswer): z.output<ReturnType<typeof keptSchema>> {
  return {
    name: hidePageToken(name),
    keptAt: toIsoTime(storedAt),
    expiresAt: toIsoTime(expiresAt === undefined ? undefined : 1000 * expiresAt),
    size,
  };
}

/** Further pages of a search for patients are kept under the page tokens that callers hold. */
const hidePageToken = (name: string): string => name.replace(/^patients:.*/s, "patients");

const toIsoTime = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
