import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runChild, startChild } from "../../../infra/local/child.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "patchbay-child-"));
});
afterEach(() => rm(directory, { recursive: true }));

const options = () => ({ env: { PATH: process.env.PATH ?? "" }, logFile: join(directory, "log") });

const output = () => readFile(options().logFile, "utf8");

test("ends a child together with what the child started", async () => {
  const grandchild = "while :; do echo tick; sleep 0.02; done";
  const child = startChild("sh", ["-c", `trap '' TERM; (${grandchild}) & wait`], options());
  await expect.poll(output).toContain("tick");
  await child.stop();
  const ticks = await output();
  await wait(100);
  expect(await output()).toBe(ticks);
});

test("can stop a child twice", async () => {
  const child = startChild("sleep", ["60"], options());
  await child.stop();
  await child.stop();
  expect(await child.exited).toBe(-1);
});

test("quotes the end of a failing command's output", async () => {
  const failing = runChild("sh", ["-c", "echo why; exit 3"], options());
  await expect(failing).rejects.toMatchObject({ name: "Refusal", message: expect.stringMatching(/failed .*:\nwhy$/s) });
});

test("fails with a refusal when the command does not exist", async () => {
  await expect(runChild("/nowhere/command", ["x"], options())).rejects.toMatchObject({ name: "Refusal" });
});

test("does not pass our own environment to the child", async () => {
  process.env.PATCHBAY_TEST_SECRET = "leak";
  await runChild("env", [], options());
  delete process.env.PATCHBAY_TEST_SECRET;
  expect(await output()).not.toContain("leak");
});
