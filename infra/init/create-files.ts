import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { type Stage, stageNamePattern } from "../config.ts";
import { loadStage, refuseEphemeralStage } from "../load-stage.ts";
import { buildEnvFile } from "./env-file.ts";
import type { Answers } from "./settings.ts";
import { buildStageFile, listChosen } from "./stage-file.ts";

const locate = (path: string) => new URL(`../../${path}`, import.meta.url);
const getStagePath = (stage: string) => `infra/stages/${stage}.ts`;
const getEnvPath = (stage: string) => `.env.${stage}`;

/** @throws Error in one sentence for a name that no new stage can have, or that has a file already */
export function refuseUsedName(stage: string): void {
  if (!stageNamePattern.test(stage))
    throw new Error(
      `"${stage}" cannot be a stage's name: it is 1 to 12 lower-case letters and digits, a letter first.`,
    );
  refuseEphemeralStage(stage);
  const used = [getStagePath(stage), getEnvPath(stage)].find((path) => existsSync(locate(path)));
  if (used)
    throw new Error(`${used} is there already, and is never overwritten: delete it first, or choose another name.`);
}

/**
 * Writes the stage's file, loads it as every command does, and writes the .env file, which only its owner may read.
 * @returns the stage
 * @throws Error in one sentence, and nothing is left behind, when a file exists or a setting is wrong
 */
export async function createStageFiles(stage: string, answers: Answers): Promise<Stage> {
  refuseUsedName(stage);
  const file = locate(getStagePath(stage));
  await writeFile(file, buildStageFile(stage, answers), { flag: "wx" });
  try {
    const config = await loadStage(stage);
    const text = buildEnvFile(config, listChosen(answers));
    await writeFile(locate(getEnvPath(stage)), text, { flag: "wx", mode: 0o600 });
    return config;
  } catch (error) {
    await rm(file);
    throw error;
  }
}
