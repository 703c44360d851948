import type { ActivityKind } from "../api/settings.ts";

/** What the page itself shows of a provider. */
export interface Look {
  /** An SVG path in a box of 24 by 24: our own small drawing, so that no brand's artwork is copied. */
  readonly drawing?: string;
  /** Its colour. */
  readonly tint?: string;
  /** The kinds of activity it brings, and what people call them. */
  readonly activity: readonly (readonly [ActivityKind, string])[];
  /** Whether copies of its data are kept. */
  readonly keepsCopies?: boolean;
}
