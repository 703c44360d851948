import * as z from "zod";
import { listFrames, readHead } from "../store/feed.ts";
import type { Owner } from "../store/owner.ts";
import { toShownFrame } from "./shown-frame.ts";

/** With more missed frames than this, the page reloads the list of activities instead. */
const maxFrames = 500;

export const resumeMessage = z.object({ after: z.int().min(0) });

/**
 * The frames that a page missed, in order. A single `resync` frame tells it to reload everything: when there are too many frames,
 * some were deleted already, or `after` is larger than the last number.
 * @param after number of the last frame that the page has
 */
export async function framesSince(owner: Owner, after: number): Promise<object[]> {
  const { seq } = await readHead(owner);
  if (after === seq) return [];
  if (after > seq || seq - after > maxFrames) return [{ type: "resync", seq }];
  const frames = await listFrames(owner, after, seq);
  return frames.length === seq - after ? frames.map(toShownFrame) : [{ type: "resync", seq }];
}
