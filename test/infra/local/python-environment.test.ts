import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { preparePythonEnvironment } from "../../../infra/local/python-environment.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "patchbay-python-"));
});
afterEach(() => rm(directory, { recursive: true }));

/** A fake Python that prints its version; any other command is recorded and fails. */
async function fakePython(version: string): Promise<string> {
  const path = join(directory, "python");
  const script = `#!/bin/sh\nif [ "$1" = "-c" ]; then echo "${version}"; else echo "$@" >> "${directory}/asked"; exit 1; fi\n`;
  await writeFile(path, script);
  await chmod(path, 0o755);
  return path;
}

const build = (python: string, environment: NodeJS.ProcessEnv = {}) =>
  preparePythonEnvironment(join(directory, "venv"), {
    PATH: process.env.PATH,
    ...environment,
    PATCHBAY_PYTHON: python,
  });

test("says that Python is missing", async () => {
  await expect(build("/nowhere/python3")).rejects.toMatchObject({
    name: "Refusal",
    message: expect.stringMatching(
      /^Python 3\.11 or newer is needed .* "\/nowhere\/python3" does not run: install it\.$/,
    ),
  });
});

test("says which Python is too old", async () => {
  await expect(build(await fakePython("3 9 x86_64"))).rejects.toMatchObject({
    name: "Refusal",
    message: expect.stringContaining("is 3.9: install a newer one"),
  });
});

test("names the Debian package when environments cannot be made", async () => {
  await expect(build(await fakePython("3 12 x86_64"))).rejects.toThrow(/apt-get install python3-venv/);
  expect(await readFile(join(directory, "asked"), "utf8")).toMatch(/^-m venv/);
});

test("says in one sentence that the package index cannot be reached", async () => {
  const nowhere = { PIP_INDEX_URL: "http://127.0.0.1:9/simple", PIP_NO_CACHE_DIR: "1", PIP_FIND_LINKS: "" };
  await expect(build("python3", nowhere)).rejects.toMatchObject({
    name: "Refusal",
    message: expect.stringContaining("the Python package index does not answer; is there a network connection?"),
  });
});
