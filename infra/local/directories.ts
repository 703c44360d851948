import { join, resolve } from "node:path";

export const repository = resolve(import.meta.dirname, "../..");

/** The directory for everything the local cloud writes; git ignores it. */
export const localDirectory = join(repository, ".local");

/** Logs, assembly and outputs of one stage. PATCHBAY_SHARD distinguishes the clouds that tests run at the same time. */
export const stageDirectory = (stage: string, shard: string | undefined = process.env.PATCHBAY_SHARD): string =>
  join(localDirectory, [stage, shard].filter(Boolean).join("-"));

/** A PATH whose `node` is the project's own, of the Lambda runtime's version. */
export const nodeSearchPath = (path: string = process.env.PATH ?? ""): string =>
  `${join(repository, "node_modules/.bin")}:${path}`;
