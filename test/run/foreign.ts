// `npm test -- foreign`: judges from outside, which vendors publish and only these tests need.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { runChild } from "../../infra/local/child.ts";
import { localDirectory, repository } from "../../infra/local/directories.ts";
import { preparePythonEnvironment } from "../../infra/local/python-environment.ts";
import { type InstallOptions, installPinned } from "./installation.ts";

const folder = join(repository, "test/foreign");

/** Where the documents are that come without an npm package, and the record of the requests that are compared with them. */
export const judgesDirectory = join(localDirectory, "foreign");

export const requestRecord = join(judgesDirectory, "requests.jsonl");

/** The tests that call most of the endpoints whose requests are recorded. */
export const recordedTests = ["figma", "github", "gmail", "calendar"].map((id) => `test/providers/${id}/`);

export const isForeign = (filters: readonly string[]): boolean => filters.some((word) => word.includes("foreign"));

/**
 * Installs the judges as their lock files pin them, unless they are there.
 * @throws a refusal when they cannot be installed
 */
export async function prepareJudges(): Promise<void> {
  await rm(requestRecord, { force: true });
  const pins = ["package-lock.json", "documents.txt"];
  await installPinned(
    { name: "The judges of the foreign tests", folder, pins, directory: judgesDirectory },
    fetchDocuments,
  );
}

/** Gmail's and Calendar's descriptions are in a Python package; nothing of it is run. */
async function fetchDocuments(options: InstallOptions): Promise<void> {
  const python = await preparePythonEnvironment();
  const [wheels, requirements] = [join(judgesDirectory, "wheels"), join(folder, "documents.txt")];
  await rm(wheels, { recursive: true, force: true });
  const download = ["-m", "pip", "download", "--no-deps", "--require-hashes", "--disable-pip-version-check"];
  await runChild(python, [...download, "-r", requirements, "-d", wheels], options);
  const unpack = `import glob, zipfile; zipfile.ZipFile(glob.glob(${JSON.stringify(join(wheels, "*.whl"))})[0]).extractall(${JSON.stringify(judgesDirectory)})`;
  await runChild(python, ["-c", unpack], options);
}
