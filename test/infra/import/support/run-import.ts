// Runs the command as an operator does, against the local cloud, and keeps what it printed.
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { SurfaceName } from "../../../../infra/import/surfaces.ts";
import { cloud } from "../../../support/cloud.ts";
import { runCommand } from "../../support/run-command.ts";
import { oldKeys } from "./old-schemes.ts";

export type OldRow = Readonly<Record<string, string | number | undefined>>;

/** Everything that the command has printed in this file's tests. */
export const printed: string[] = [];

/** The organization of these tests' users: the audit of one is read as a whole. */
export const tenant = `import-${crypto.randomUUID()}`;

const directory = await mkdtemp(join(tmpdir(), "import-"));

/** Writes rows as psql's `\copy … csv header` does. @returns the file */
export async function writeCsv(rows: readonly OldRow[]): Promise<string> {
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const quote = (value: string | number | undefined) => `"${String(value ?? "").replaceAll('"', '""')}"`;
  const lines = rows.map((row) => headers.map((header) => quote(row[header])).join(","));
  const file = join(directory, `${crypto.randomUUID()}.csv`);
  await writeFile(file, [headers.join(","), ...lines, ""].join("\n"));
  return file;
}

const environment = () => ({
  AWS_ENDPOINT_URL: cloud().awsEndpoint,
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  PATCHBAY_PORT_BASE: String(cloud().portBase),
  OAUTH_ENCRYPTION_KEY: oldKeys.a,
  TOKEN_ENCRYPTION_KEY: oldKeys.b,
  ENCRYPTION_KEY: oldKeys.c,
});

const words = (surface: SurfaceName, file: string, more: readonly string[]) => [
  ...["--stage", cloud().stage, "--surface", surface, "--file", file, "--yes", ...more],
];

/** @param more further words of the command line; the tenant's unless they are given */
export async function importFile(surface: SurfaceName, file: string, more: readonly string[] = ["--tenant", tenant]) {
  const ended = await runCommand("import", words(surface, file, more), { env: environment() });
  printed.push(ended.stdout, ended.stderr);
  return ended;
}

export const importRows = async (surface: SurfaceName, rows: readonly OldRow[], more?: readonly string[]) =>
  importFile(surface, await writeCsv(rows), more);

/** Starts the command and kills it as soon as it has noted so many rows. */
export async function killAfter(count: number, surface: SurfaceName, file: string): Promise<void> {
  const before = new Set(await listProgressFiles());
  const child = spawn(process.execPath, ["infra/commands/import.ts", ...words(surface, file, ["--tenant", tenant])], {
    env: { ...process.env, ...environment() },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  createInterface({ input: child.stdout }).on("line", (line) => printed.push(line));
  while (child.exitCode === null && (await countNew(before)) < count) await new Promise((next) => setTimeout(next, 20));
  child.kill("SIGKILL");
  await exited;
}

const progressDirectory = ".local/import";
const listProgressFiles = () => readdir(progressDirectory).catch(() => []);

async function countNew(before: ReadonlySet<string>): Promise<number> {
  const fresh = (await listProgressFiles()).filter((name) => !before.has(name));
  const texts = await Promise.all(fresh.map((name) => readFile(join(progressDirectory, name), "utf8")));
  return texts.join("").split("\n").length - 1;
}

/** Everything that stands in the progress files. */
export async function readProgressFiles(): Promise<string> {
  const names = await listProgressFiles();
  return (await Promise.all(names.map((name) => readFile(join(progressDirectory, name), "utf8")))).join("");
}
