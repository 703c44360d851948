import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { bundle } from "../../infra/bundle.ts";
import { localDirectory } from "../../infra/local/directories.ts";

export interface Built {
  /** The folder of the bundles, from the repository's root. */
  readonly folder: string;
  /** esbuild's account of what went into each. */
  readonly metafile: Metafile;
  dispose(): Promise<void>;
}

const account = join(localDirectory, "metafile.json");

/** Builds dist for a whole run, for {@link built} to find. */
export const buildForAll = async (): Promise<void> => writeFile(account, JSON.stringify(await bundle()));

/** Every entry's bundle: dist where the run has built it, else in a folder of its own. */
export async function built(): Promise<Built> {
  if (process.env.PATCHBAY_BUILT === "1") {
    return { folder: "dist", metafile: JSON.parse(await readFile(account, "utf8")), dispose: async () => {} };
  }
  await mkdir(".local", { recursive: true });
  const folder = await mkdtemp(".local/built-");
  const dispose = () => rm(folder, { recursive: true, force: true });
  return { folder, metafile: await bundle({ into: folder }), dispose };
}
