// The pool is Python, like its emulator. Each test is the function of the same name in lambda_pool_cases.py.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const cases = join(import.meta.dirname, "support/lambda_pool_cases.py");
const python = process.env.PATCHBAY_PYTHON ?? "python3";

test.each([
  "answers every call of a burst within both bounds",
  "starts no more processes at once than it may",
  "serves the calls of a function in the order they came",
  "lets a function with one call pass one with many",
  "lets a waiting call have the first process that is free",
  "ends what was idle for longest when another function needs its place",
  "does not take turns with a process that is in use",
  "ends what was idle for long enough",
  "refuses a call that waited too long and serves the next",
  "tells a call that its process did not start",
  "uses a dead process no more",
  "lets a call end after its function has changed",
  "ends even what is at work when all is reset",
])("%s", async (name) => {
  const { stdout } = await run(python, [cases, name.replaceAll(" ", "_")]);
  expect(stdout).toBe("passed\n");
});
