import type { Manifest } from "../../lib/providers/manifest.ts";
import type { Stage } from "../config.ts";
import type { Address } from "../secrets/redirects.ts";
import { listAddresses, listSignInAddresses } from "./addresses.ts";

/** Every address to register, under the provider and where it is registered. */
export function describeAddresses(config: Stage, providers: readonly Manifest[]): string[] {
  return [
    "Addresses to register",
    "  Your identity provider",
    ...alignAddresses(listSignInAddresses(config)),
    ...providers.flatMap((manifest) => [
      `  ${manifest.displayName} (${manifest.registerAt})`,
      ...alignAddresses(listAddresses(manifest, config)),
      ...describeManifest(manifest, config),
    ]),
  ];
}

const describeManifest = ({ id, hasAppManifest }: Manifest, { stage }: Stage): string[] =>
  hasAppManifest
    ? [`    or all of them, with scopes and events: npm run app-manifest -- --stage ${stage} --provider ${id}`]
    : [];

function alignAddresses(addresses: readonly Address[]): string[] {
  const width = Math.max(...addresses.map(({ use }) => use.length));
  return addresses.map(({ use, url }) => `    ${use.padEnd(width)}  ${url}`);
}

/** Everything that is missing under one heading; nothing where nothing is. */
export const describeMissing = (missing: readonly string[]): string[] =>
  missing.length === 0 ? ["Nothing is missing."] : ["Missing, and what to do", ...missing.map((each) => `  - ${each}`)];
