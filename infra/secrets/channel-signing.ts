// Secrets that are generated here, and no operator enters: that which signs the tokens of our push channels, and others.
import { randomBytes } from "node:crypto";
import type { Wanted } from "./plan-changes.ts";

const generateSecret = () => randomBytes(32).toString("base64url");

interface Generated {
  readonly make?: () => string;
}

/** Creates a secret of ours if there is none. */
export const wantGenerated =
  ({ make = generateSecret }: Generated = {}): Wanted =>
  (stored) =>
    stored ?? { current: make() };

/**
 * Creates the secret if there is none, or rotates it. The previous secret stays valid until the next rotation: rotate again
 * only after a week, when every channel has been renewed.
 */
export const wantChannelSigning =
  ({ rotate = false, make = generateSecret }: Generated & { readonly rotate?: boolean } = {}): Wanted =>
  (stored) => {
    if (stored === undefined) return { current: make() };
    return rotate ? { current: make(), previous: stored.current } : stored;
  };
