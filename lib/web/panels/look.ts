import type { ActivityKind } from "../api/settings.ts";
import type { ParamField } from "./param-field.ts";

/** How the page presents a provider. */
export interface Look {
  /** The icon, as an SVG path in a box of 24 by 24. Drawn by us, so that no brand's artwork is copied. */
  readonly drawing?: string;
  /** The icon's colour. */
  readonly tint?: string;
  /** The kinds of activity it sends, each with its label. */
  readonly activity: readonly (readonly [ActivityKind, string])[];
  /** The values that it needs before people can connect, by their names in the API. */
  readonly params?: Readonly<Record<string, ParamField>>;
  /** What the switch "Receive changes live" brings, in one or two sentences. */
  readonly liveHelp?: string;
  /** Whether the API caches copies of its data, so that `autoSync` applies. */
  readonly keepsCopies?: boolean;
}
