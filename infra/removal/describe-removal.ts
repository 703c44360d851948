// What the removal of a stage deletes and what it leaves, for the person who is asked.
import type { Stage } from "../config.ts";
import { clientIdsParameter, keyAlias, signingKeysAlias, type TableOwner } from "../names.ts";
import { listRetainedTables } from "./retained-tables.ts";

/** @param stacks those that are deleted */
export const describeRemoval = (stacks: readonly string[]): string[] => [
  "To be deleted, with their log groups and alarms, and what waits in their queues:",
  ...stacks.map((stack) => `  ${stack}`),
];

/** What stays when only the stacks are deleted. A new deployment takes it up again. */
export const describeRest = ({ stage, ehr }: Pick<Stage, "stage" | "ehr">): string[] => [
  `The data of the stage ${stage} stays, and a new deployment takes it up again:`,
  `  the stack patchbay-${stage}-data with the tables and the key ${keyAlias(stage)}`,
  `  the secrets whose names begin with patchbay/${stage}/, and the parameter ${clientIdsParameter(stage)}`,
  ...(ehr ? [`  the signing keys whose aliases begin with ${signingKeysAlias(stage)}-`] : []),
  ...describeElsewhere(stage),
  `To delete the data too, for good: npm run remove -- --stage ${stage} --data ${stage}`,
];

/** What is deleted with the data, beside the stacks. */
export const describeData = ({ stage, restoredTables }: TableOwner): string[] => [
  "And its data, for good:",
  `  the stack patchbay-${stage}-data, and the tables that outlive it: ${listRetainedTables({ stage, restoredTables }).join(", ")}`,
  `  the secrets whose names begin with patchbay/${stage}/ and that have its tag, and the parameter ${clientIdsParameter(stage)}`,
  `  the key ${keyAlias(stage)} and its signing keys: with the key all tokens are lost, in backups too`,
  "AWS keeps secrets and keys for 30 days more, in which you can restore them, and a backup of each of these tables for 35.",
];

/** What no command deletes. */
export const describeElsewhere = (stage: string): string[] => [
  `  your file .env.${stage}, and infra/stages/${stage}.ts`,
  "  what you registered at providers, and the CDK's bootstrap, which other stages share",
];
