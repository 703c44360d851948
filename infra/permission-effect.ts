import type { Manifest } from "../lib/providers/manifest.ts";
import type { Stage } from "./config.ts";
import type { Place } from "./names.ts";
import type { Statement } from "./statement.ts";

/** What permissions are built from: the stage's configuration, its account and region, and the providers. */
export interface PermissionContext {
  readonly config: Stage;
  readonly place: Place;
  /** Default: all providers. */
  readonly manifests?: readonly Manifest[];
}

/** What one permission gives a Lambda: IAM statements and environment variables. */
export interface PermissionEffect {
  readonly statements: readonly Statement[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What several permissions give together. */
export const mergeEffects = (...effects: readonly PermissionEffect[]): PermissionEffect => ({
  statements: effects.flatMap(({ statements }) => statements),
  environment: Object.assign({}, ...effects.map(({ environment }) => environment)),
});

export type PermissionTable<Name extends string> = Readonly<
  Record<Name, (context: PermissionContext) => PermissionEffect>
>;
