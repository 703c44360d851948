// Before each test file: clears faults, queues, scripted answers and switches, and waits for busy workers.
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, expect } from "vitest";
import type { AwsCall } from "../../infra/local/aws-call.ts";
import { providerNames } from "../../infra/local/sandbox/state.ts";
import { addNote } from "./note.ts";
import { purgeQueues } from "./queues.ts";
import { sandbox } from "./sandbox.ts";
import { spy } from "./spy.ts";

beforeAll(async () => {
  await purgeQueues();
  await Promise.all([spy.forget(), ...providerNames.map((name) => sandbox(name).reset())]);
  await waitUntilIdle();
});

/** Waits until no Lambda calls AWS: one still working on an earlier file's events would run into this file's faults. */
async function waitUntilIdle(): Promise<void> {
  let calls: AwsCall[] = [];
  for (let attemptsLeft = 200; attemptsLeft > 0; attemptsLeft -= 1) {
    await spy.forget();
    await wait(150);
    calls = await spy.calls();
    if (calls.length === 0) return;
  }
  const busy = new Set(calls.map(({ lambda }) => lambda));
  await addNote(`${expect.getState().testPath} began while Lambdas were still busy: ${[...busy].join(", ")}`);
}
