import type { Manifest } from "../lib/providers/manifest.ts";
import type { Stage } from "./config.ts";
import type { Place } from "./names.ts";
import type { Statement } from "./statement.ts";

/** What grants are made from: the stage's configuration, the account it lives in and the providers there are. */
export interface GrantContext {
  readonly config: Stage;
  readonly place: Place;
  /** Every provider's, unless given. */
  readonly manifests?: readonly Manifest[];
}

/** The effect of one grant. */
export interface Allowance {
  readonly statements: readonly Statement[];
  readonly environment: Readonly<Record<string, string>>;
}

export type AllowanceTable<G extends string> = Readonly<Record<G, (context: GrantContext) => Allowance>>;
