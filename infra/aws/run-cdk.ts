// Runs the CDK's command line for an operator: its questions and its output are theirs.
import { spawn } from "node:child_process";

interface CdkOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** @throws Error in one sentence when it ends with an error */
export function runCdk(args: readonly string[], { env, cwd }: CdkOptions): Promise<void> {
  const child = spawn("cdk", [...args, "--no-notices"], {
    stdio: "inherit",
    env: { ...process.env, ...env },
    ...(cwd ? { cwd } : {}),
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`cdk ${args[0]} ended with ${code}.`))));
  });
}
