import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { bundleLambdas } from "../../infra/bundle.ts";
import { localDirectory } from "../../infra/local/directories.ts";

export interface BuiltBundles {
  /** The folder of the bundles, from the repository's root. */
  readonly folder: string;
  /** esbuild's account of what went into each. */
  readonly metafile: Metafile;
  dispose(): Promise<void>;
}

const account = join(localDirectory, "metafile.json");

/** Builds dist for a whole run, for {@link useBuiltBundles} to find. */
export const buildForWholeRun = async (): Promise<void> => writeFile(account, JSON.stringify(await bundleLambdas()));

/** Every entry's bundle: dist where the run has built it, else in a folder of its own. */
export async function useBuiltBundles(): Promise<BuiltBundles> {
  if (process.env.PATCHBAY_BUILT === "1") {
    return { folder: "dist", metafile: JSON.parse(await readFile(account, "utf8")), dispose: async () => {} };
  }
  await mkdir(".local", { recursive: true });
  const folder = await mkdtemp(".local/built-");
  const dispose = () => rm(folder, { recursive: true, force: true });
  return { folder, metafile: await bundleLambdas({ into: folder }), dispose };
}
