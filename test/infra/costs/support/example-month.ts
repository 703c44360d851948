// The idle month of a stage with the five usual providers.
import { computeIdleMonth, type IdleItem } from "../../../../infra/costs/idle-month.ts";
import { listProviderSecrets, listStageSecrets } from "../../../../infra/status/expected-secrets.ts";
import type { ProviderId } from "../../../../lib/provider-ids.ts";
import type { Manifest } from "../../../../lib/providers/manifest.ts";
import { manifests } from "../../../../lib/providers/manifests.ts";
import { exampleStage, listResources, type Resource, synthesize } from "../../support/synthesized.ts";

const usual: readonly ProviderId[] = ["figma", "slack", "github", "gmail", "calendar"];
const usualManifests = manifests.filter(({ id }) => usual.includes(id));
export const otherManifests = manifests.filter(({ id }) => !usual.includes(id));

/** Made while the test file is loaded: it takes longer than a test may on a busy machine. */
const stacks = synthesize();

/** What only these providers have of what is paid for: every deployment has the rows of all. */
const belongsOnlyTo = (resource: Resource, providers: readonly Manifest[]) => {
  const text = JSON.stringify(resource);
  return providers.some(({ id }) => text.includes(`provider-${id}-failures`) || text.includes(`"webhooks${id}`));
};

/** The resources of a stage that are paid for by the month, and those that Lambda polls, without what only other providers have. */
function listPaid(all: readonly Manifest[]): Resource[] {
  const others = manifests.filter((manifest) => !all.includes(manifest));
  return [
    "AWS::KMS::Key",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::Dashboard",
    "AWS::Lambda::EventSourceMapping",
  ].flatMap((type) => listResources(stacks, type).filter((resource) => !belongsOnlyTo(resource, others)));
}

/** With every secret that the stage can have, also optional ones. */
const countSecrets = (all: readonly Manifest[]): number =>
  [...listStageSecrets(exampleStage), ...all.flatMap((manifest) => listProviderSecrets(manifest, exampleStage))].length;

/** @param rotations of the key */
export const computeExampleMonth = (rotations: 0 | 1 | 2, all: readonly Manifest[] = usualManifests): IdleItem[] =>
  computeIdleMonth(listPaid(all), countSecrets(all), rotations);
