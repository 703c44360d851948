// What only some runs need is installed in a folder of its own, as its lock file pins it.
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runChild } from "../../infra/local/child.ts";
import { createRefusal } from "../../infra/local/command-refusal.ts";

export interface Installation {
  /** Shown to the user when it fails. */
  readonly name: string;
  /** With the files that pin what is installed. */
  readonly folder: string;
  readonly pins: readonly string[];
  /** For the log, and for the sum of the pins that were installed last. */
  readonly directory: string;
}

export type InstallOptions = Parameters<typeof runChild>[2];

/**
 * Installs what the pins say, unless it is there.
 * @param installMore what is no npm package
 * @throws a refusal when it cannot be installed
 */
export async function installPinned(
  { name, folder, pins, directory }: Installation,
  installMore: (options: InstallOptions) => Promise<void> = async () => {},
): Promise<void> {
  const pinned = await Promise.all(pins.map((pin) => readFile(join(folder, pin))));
  const expected = createHash("sha256").update(Buffer.concat(pinned)).digest("hex");
  const stamp = join(directory, "installed");
  if ((await readFile(stamp, "utf8").catch(() => "")) === expected) return;
  await mkdir(directory, { recursive: true });
  const logFile = join(directory, "install.log");
  const options = { cwd: folder, env: readEnvironment(), logFile };
  try {
    await runChild("npm", ["ci", "--ignore-scripts", "--legacy-peer-deps", "--omit=optional"], options);
    await installMore(options);
  } catch {
    throw createRefusal(`${name} could not be installed: see ${logFile}.`);
  }
  await writeFile(stamp, expected);
}

/** The operator's whole environment, so that npm and pip use their proxy, certificates and package index. */
const readEnvironment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => !!entry[1]));
