// A newcomer's shell: a clone of the repository, and an environment that is signed in to an account.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { repository } from "../../infra/local/directories.ts";
import type { LocalAccount } from "./account.ts";

const execute = promisify(execFile);

/** Variables of a test run that a newcomer's shell does not have. */
const ownVariables = /^(?:PATCHBAY_|VITEST|NODE_ENV|AWS_|npm_(?!config_))/;

export interface Shell {
  readonly folder: string;
  /** Runs a command in the clone. @returns all that it printed @throws when it fails */
  run(command: string): Promise<string>;
  remove(): Promise<void>;
}

export async function openShell({ environment }: LocalAccount): Promise<Shell> {
  const folder = await mkdtemp(join(tmpdir(), "patchbay-newcomer-"));
  await execute("git", ["clone", "--quiet", repository, folder]);
  const inherited = Object.entries(process.env).filter(([name]) => !ownVariables.test(name));
  const env = { ...Object.fromEntries(inherited), ...environment };
  return {
    folder,
    async run(command) {
      const { stdout, stderr } = await execute("bash", ["-c", command], { cwd: folder, env, maxBuffer: 100_000_000 });
      return stdout + stderr;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Fills in the lines of a file of names without values, as a person does after registering the apps. */
export async function fillIn(file: string): Promise<void> {
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replaceAll(/^(\w+)=$/gm, "$1=not-a-real-value-$1"));
}

/** Opens the deployed settings page, as a browser does. */
export async function expectPage({ origin }: LocalAccount): Promise<void> {
  const page = await fetch(`${origin}/settings/integrations`);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("<script")]);
}
