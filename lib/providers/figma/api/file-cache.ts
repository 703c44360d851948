// How the answers about a file are cached: one for each depth, and a few for those about single nodes.
import { createHash } from "node:crypto";
import * as z from "zod";
import { toFileResource, withoutChangedFile } from "../changed-files.ts";
import { type FilePart, figmaFile } from "./file.ts";
import { daySeconds } from "./team-cache.ts";

/** Per file and connection; another answer about nodes replaces one of them. */
const maxNodeAnswers = 16;

/** The cache names of a file's answers begin with it. */
export const fileCachePrefix = (fileKey: string) => `file:${fileKey}:` as const;

export const isFileCacheName = (name: string): boolean => name.startsWith("file:");

/** The cache policy for a part of a file. The cached answer says of which part it is, since parts share names. */
export function createFileCachePolicy(fileKey: string, { depth, ids }: FilePart) {
  const part = JSON.stringify([depth, ids ?? ""]);
  const [slot = 0] = createHash("sha256").update(part).digest();
  const place = ids === undefined ? `depth-${depth}` : `nodes-${slot % maxNodeAnswers}`;
  return {
    part,
    name: `${fileCachePrefix(fileKey)}${place}` as const,
    schema: z.object({ part: z.literal(part), file: figmaFile }),
    seconds: daySeconds,
    resource: toFileResource(fileKey),
    withoutChanged: withoutChangedFile(fileKey),
  };
}
