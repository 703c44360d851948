import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { ContenderArguments, Round } from "./contender-runner.ts";

export interface ContenderProcess {
  /** @throws Error when the contender answered wrongly, or died */
  round(seconds: number): Promise<Round>;
  stop(): void;
}

const runner = join(import.meta.dirname, "contender-runner.ts");

/** Pins a process to the first core where the system can. */
export const pinned: readonly string[] = hasTaskset() ? ["taskset", "-c", "0"] : [];

function hasTaskset(): boolean {
  try {
    execFileSync("taskset", ["-c", "0", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export async function startContender(what: ContenderArguments): Promise<ContenderProcess> {
  const [command = "", ...rest] = [...pinned, process.execPath, "--expose-gc", runner, JSON.stringify(what)];
  // Metrics and logs are written, as in a Lambda, but discarded.
  const child = spawn(command, rest, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const died = once(child, "exit").then(() => {
    throw new Error(`${what.make} of ${what.from} has ended.`);
  });
  died.catch(() => undefined);
  const reply = async () => (await Promise.race([once(child, "message"), died]))[0];
  await reply();
  return {
    async round(seconds) {
      child.send({ seconds });
      return reply();
    },
    stop: () => child.disconnect(),
  };
}
