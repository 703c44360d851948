// What answering takes, opened once for each container: the stage's settings, its database, its model.
import { locateModel } from "../insights/converse.ts";
import { getVaultFromEnvironment } from "../vault/vault.ts";
import type { UserAnswering } from "./ask-as-user.ts";
import { getStageDatabase } from "./database/stage-database.ts";
import { readMcpSettings } from "./settings.ts";

const modelDeadlineMs = 10_000;

/** @throws Error when the stage's file is missing */
export function openAnswering(): Omit<UserAnswering, "isCaching"> {
  const settings = readMcpSettings();
  const { model } = settings;
  return {
    settings,
    database: getStageDatabase(),
    model: model === undefined ? undefined : locateModel(model, modelDeadlineMs),
    vault: getVaultFromEnvironment(),
    now: Date.now,
  };
}
