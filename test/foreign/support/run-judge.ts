import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Ended {
  readonly code: number;
  /** What it printed, without colours. */
  readonly output: string;
  readonly errors: string;
}

const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/** Runs a program to its end, with a home of its own. */
export async function runJudge(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const home = await mkdtemp(join(tmpdir(), "patchbay-judge-"));
  const env = { PATH: process.env.PATH, HOME: home, NO_COLOR: "1", ...environment };
  const options = { cwd: home, env, maxBuffer: 64 * 1024 * 1024, timeout: 120_000 };
  return new Promise((resolve) => {
    execFile(command, [...args], options, (error, output, errors) =>
      resolve({
        code: error ? Number(error.code ?? 1) : 0,
        output: output.replaceAll(colours, ""),
        errors: errors.replaceAll(colours, ""),
      }),
    );
  });
}
