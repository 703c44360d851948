// What answering takes, opened once for each container: the stage's settings, its database, its model.
import { locateModel } from "../insights/converse.ts";
import { getVaultFromEnvironment } from "../vault/vault.ts";
import type { UserAnswering } from "./ask-as-user.ts";
import { openDatabase } from "./database/open-database.ts";
import type { Database } from "./database/port.ts";
import { readMcpSettings } from "./settings.ts";

let database: Database | undefined;

const modelDeadlineMs = 10_000;

/** @throws Error when the stage's file is missing */
export function openAnswering(): Omit<UserAnswering, "isCaching"> {
  const settings = readMcpSettings();
  database ??= openDatabase(settings.connection);
  const { model } = settings;
  return {
    settings,
    database,
    model: model === undefined ? undefined : locateModel(model, modelDeadlineMs),
    vault: getVaultFromEnvironment(),
    now: Date.now,
  };
}
