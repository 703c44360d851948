// Lines with a provider's addresses: the stage's file says where a provider is, and most need no word about it.
import type { Manifest } from "../../lib/providers/manifest.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import type { Stage } from "../config.ts";
import type { Lines } from "./lines.ts";

const endpoints = { AUTH_URL: "authorize", TOKEN_URL: "token" } as const;
type Suffix = keyof typeof endpoints;
const suffixes: readonly Suffix[] = ["AUTH_URL", "TOKEN_URL"];

/** The names of these lines, so that nothing else is said of them. */
export const listFormerAddresses = (): string[] =>
  manifests.flatMap(({ environmentPrefix }) => suffixes.map((suffix) => `${environmentPrefix}_${suffix}`));

/** A sentence for each line that says something else than the stage's file, with where that belongs. */
export const describeFormerAddresses = (lines: Lines, { providers }: Pick<Stage, "providers">): string[] =>
  manifests.flatMap((manifest) =>
    suffixes.flatMap((suffix) => {
      const name = `${manifest.environmentPrefix}_${suffix}`;
      const configured = providers[manifest.id]?.endpoints?.[endpoints[suffix]];
      return lines[name] && lines[name] !== configured ? [`Not read: ${name}. ${explain(manifest, suffix)}`] : [];
    }),
  );

function explain({ id, displayName, isEhr }: Manifest, suffix: Suffix): string {
  if (isEhr) return `Each FHIR server tells its own: list yours under ehr.servers in the stage's file.`;
  return `${displayName}'s own is used; another one belongs into the stage's file, as providers.${id}.endpoints.${endpoints[suffix]}.`;
}
