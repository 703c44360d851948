// For commands that write into their own repository.
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface RepositoryCopy {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Copies what commands consist of; the packages are linked. */
export async function copyRepository(): Promise<RepositoryCopy> {
  const folder = await mkdtemp(join(tmpdir(), "patchbay-copy-"));
  for (const path of ["infra", "lib", "package.json"]) await cp(path, join(folder, path), { recursive: true });
  await symlink(resolve("node_modules"), join(folder, "node_modules"));
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
