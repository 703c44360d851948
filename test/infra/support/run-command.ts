// Runs a command of an operator as a process of its own.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  /** The folder that has the repository, where it is not this one. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Nothing is asked of an instance's metadata service, or read from this machine's AWS files. */
const withoutAccount = {
  ...{
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/nonexistent",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
  },
};

/** @param command its name in infra/commands */
export async function runCommand(command: string, words: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { cwd, env = {} } = options;
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS_|PATCHBAY_|SLACK_)/.test(name));
  return promisify(execFile)(process.execPath, [`infra/commands/${command}.ts`, ...words], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...Object.fromEntries(inherited), ...withoutAccount, ...env },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}
