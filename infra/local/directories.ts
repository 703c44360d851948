import { join, resolve } from "node:path";

export const repository = resolve(import.meta.dirname, "../..");

/** Everything the local cloud writes lives here, outside version control. */
export const localDirectory = join(repository, ".local");

/** Logs, assembly and outputs of one stage. Tests run several clouds of one stage side by side: PATCHBAY_SHARD tells them apart. */
export const stageDirectory = (stage: string, shard: string | undefined = process.env.PATCHBAY_SHARD): string =>
  join(localDirectory, [stage, shard].filter(Boolean).join("-"));

/** A search path whose `node` is the project's own: the version of the Lambda runtime. */
export const nodeSearchPath = (path: string = process.env.PATH ?? ""): string =>
  `${join(repository, "node_modules/.bin")}:${path}`;
