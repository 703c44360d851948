import type { Manifest } from "../../lib/providers/manifest.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import type { Stage } from "../config.ts";
import { clientSecretName } from "../names.ts";
import { type Credentials, readValue } from "./stage-state.ts";

/** Those that the stage's file names under `providers`, and those that have a client id or a client secret. */
export function listWantedProviders({ stage, providers }: Stage, { secrets, clientIds }: Credentials): Manifest[] {
  const ids = readValue(clientIds);
  const stored = readValue(secrets);
  return manifests.filter(
    ({ id }) => providers[id] !== undefined || ids?.has(id) || stored?.has(clientSecretName(stage, id)),
  );
}
