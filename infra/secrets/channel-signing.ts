// Secrets that are generated here, and no operator enters: that which signs the tokens of our push channels, and others.
import { randomBytes } from "node:crypto";
import type { Wanted } from "./plan-changes.ts";

const generateSecret = () => randomBytes(32).toString("base64url");

interface Generated {
  readonly make?: (() => string) | undefined;
  readonly rotate?: boolean;
}

/**
 * Creates a secret of ours if there is none, or rotates it: the previous one stays valid until the next rotation. That of push
 * channels may be rotated again only after a week, when every channel has been renewed.
 */
export const wantGenerated =
  ({ rotate = false, make = generateSecret }: Generated = {}): Wanted =>
  (stored) => {
    if (stored === undefined) return { current: make() };
    return rotate ? { current: make(), previous: stored.current } : stored;
  };
