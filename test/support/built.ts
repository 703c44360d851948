import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { bundleLambdas } from "../../infra/bundle.ts";
import { localDirectory } from "../../infra/local/directories.ts";

export interface BuiltBundles {
  /** The folder of the bundles, from the repository's root. */
  readonly folder: string;
  /** esbuild's metafile: the inputs of each bundle. */
  readonly metafile: Metafile;
  dispose(): Promise<void>;
}

const account = join(localDirectory, "metafile.json");

/** Builds dist once for the whole run; {@link useBuiltBundles} reads the result. */
export const buildForWholeRun = async (): Promise<void> => writeFile(account, JSON.stringify(await bundleLambdas()));

/** The bundles of all entries: dist when the run has built it, otherwise built into a temporary folder. */
export async function useBuiltBundles(): Promise<BuiltBundles> {
  if (process.env.PATCHBAY_BUILT === "1") {
    return { folder: "dist", metafile: JSON.parse(await readFile(account, "utf8")), dispose: async () => {} };
  }
  await mkdir(".local", { recursive: true });
  const folder = await mkdtemp(".local/built-");
  const dispose = () => rm(folder, { recursive: true, force: true });
  return { folder, metafile: await bundleLambdas({ into: folder }), dispose };
}
