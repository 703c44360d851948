import * as z from "zod";
import type { FileReads } from "../store/file-reads.ts";

const maxFiles = 10;

/** Schema of `pickMostRead`. */
export const fileReadsSchema = () =>
  z
    .object({
      fileKey: z.string(),
      name: z.string().nullable().describe("Null where nobody has read the file itself."),
      reads: z.number().int().nonnegative(),
      lastRead: z.iso.datetime(),
    })
    .meta({ id: "FileReads", description: "How often a file was read, with its comments, versions and images." });

/** The files that were read most, those with the same number by the last read. */
export function pickMostRead(files: readonly FileReads[]): z.output<ReturnType<typeof fileReadsSchema>>[] {
  return files
    .toSorted((a, b) => b.reads - a.reads || b.lastRead - a.lastRead)
    .slice(0, maxFiles)
    .map(({ fileKey, name = null, reads, lastRead }) => ({
      fileKey,
      name,
      reads,
      lastRead: new Date(1000 * lastRead).toISOString(),
    }));
}
