import * as z from "zod";
import { listFrames, readHead } from "../store/feed.ts";
import type { Owner } from "../store/owner.ts";

/** More than a page shows at once is read from the list of activities instead. */
const maxFrames = 500;

export const resumeMessage = z.object({ after: z.int().min(0) });

/**
 * What a returning page missed: the frames after the last one it has, in order, or the advice to load everything anew where
 * they are too many, not kept any more, or its number was never given.
 */
export async function framesSince(owner: Owner, after: number): Promise<object[]> {
  const { seq } = await readHead(owner);
  if (after === seq) return [];
  if (after > seq || seq - after > maxFrames) return [{ type: "resync", seq }];
  const frames = await listFrames(owner, after, seq);
  return frames.length === seq - after ? frames : [{ type: "resync", seq }];
}
