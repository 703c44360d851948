import type { Manifest } from "../lib/providers/manifest.ts";
import type { Stage } from "./config.ts";
import type { Place } from "./names.ts";
import type { Statement } from "./statement.ts";

/** What grants are made from: the stage's configuration, the account it lives in and the providers there are. */
export interface PermissionContext {
  readonly config: Stage;
  readonly place: Place;
  /** Every provider's, unless given. */
  readonly manifests?: readonly Manifest[];
}

/** The effect of one grant. */
export interface PermissionEffect {
  readonly statements: readonly Statement[];
  readonly environment: Readonly<Record<string, string>>;
}

export type PermissionTable<G extends string> = Readonly<Record<G, (context: PermissionContext) => PermissionEffect>>;
