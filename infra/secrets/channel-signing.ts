// The secret that signs the tokens of our push channels. It is generated here; no operator enters it.
import { randomBytes } from "node:crypto";
import type { Wanted } from "./plan-changes.ts";

const generateSecret = () => randomBytes(32).toString("base64url");

/**
 * Creates the secret if there is none, or rotates it. The previous secret stays valid until the next rotation: rotate again
 * only after a week, when every channel has been renewed.
 */
export const wantChannelSigning =
  ({ rotate = false, make = generateSecret }: { rotate?: boolean; make?: () => string } = {}): Wanted =>
  (stored) => {
    if (stored === undefined) return { current: make() };
    return rotate ? { current: make(), previous: stored.current } : stored;
  };
