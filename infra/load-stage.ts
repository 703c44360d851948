import { existsSync } from "node:fs";
import { isEphemeral, type Stage } from "./config.ts";

/** Stages whose file has another name. */
const stageFiles: Readonly<Record<string, string>> = { test: "local", teststudio: "local", testassist: "local" };

/**
 * Loads infra/stages/<name>.ts.
 * @throws Error in one sentence when there is no such file, when it names another stage, or when a setting is wrong
 */
export async function loadStage(name: string): Promise<Stage> {
  if (!/^[a-z][a-z0-9]*$/.test(name)) throw new Error(`"${name}" is not the name of a stage.`);
  process.env.PATCHBAY_STAGE = name;
  const stage = await readStage(stageFiles[name] ?? name);
  if (stage.stage === name) return stage;
  throw new Error(`infra/stages/${name}.ts configures the stage "${stage.stage}", not "${name}".`);
}

async function readStage(file: string): Promise<Stage> {
  if (!existsSync(new URL(`stages/${file}.ts`, import.meta.url))) {
    throw new Error(
      `There is no stage "${file}": write infra/stages/${file}.ts, with infra/stages/dev.ts as an example.`,
    );
  }
  const module: { stage: Stage } = await import(`./stages/${file}.ts`);
  return module.stage;
}

/**
 * Loads a stage for a command that works on an AWS account.
 * @throws Error in one sentence when the stage is missing, wrong, or one of the local cloud's
 */
export async function loadDeployableStage(name: string | undefined, usage: string): Promise<Stage> {
  if (!name) throw new Error(`Which stage? ${usage}`);
  refuseEphemeralStage(name);
  return loadStage(name);
}

/** @throws Error in one sentence when the name is reserved for the local cloud */
export function refuseEphemeralStage(name: string): void {
  if (!isEphemeral({ stage: name })) return;
  throw new Error(
    `The stage "${name}" is reserved for npm run dev and npm test: its tables are not protected and half of its alarms are missing. Choose another name, such as "staging".`,
  );
}
