import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { readLastLines, runChild } from "./child.ts";
import { createRefusal } from "./command-refusal.ts";
import { localDirectory } from "./directories.ts";

const execute = promisify(execFile);
const minPythonVersion = [3, 11] as const;

interface PinnedRequirements {
  /** Path of pip's requirements file, with hashes. */
  readonly requirements: string;
  /** What the requirements are for, as part of a sentence in messages. */
  readonly tool: string;
}

const pinRequirements = (file: string, tool: string): PinnedRequirements => ({
  requirements: join(import.meta.dirname, file),
  tool,
});
const emulatorPins = pinRequirements("requirements.txt", "the local AWS emulator");
/** In an environment of their own, because they need another version of a package than the emulator does. */
const fuzzerPins = pinRequirements("fuzz.txt", "the API's fuzz test");

/** Prepares the environment of the fuzz test; see `preparePythonEnvironment`. */
export const prepareFuzzEnvironment = (): Promise<string> =>
  preparePythonEnvironment(join(localDirectory, "fuzz-venv"), process.env, fuzzerPins);

/**
 * Prepares a virtual environment with exactly the pinned requirements, every file checked against its hash.
 * It is rebuilt only when the pins or the Python version change.
 * @returns the path of its Python
 * @throws a refusal when Python is missing or too old, or the packages cannot be fetched
 */
export async function preparePythonEnvironment(
  directory: string = join(localDirectory, "venv"),
  environment: NodeJS.ProcessEnv = process.env,
  pins: PinnedRequirements = emulatorPins,
): Promise<string> {
  const command = environment.PATCHBAY_PYTHON ?? "python3";
  const version = await checkPythonVersion(command, environment, pins);
  const expectedStamp = createHash("sha256")
    .update(version)
    .update(await readFile(pins.requirements))
    .digest("hex");
  const python = join(directory, "bin/python");
  const stamp = join(directory, "installed");
  if ((await readFile(stamp, "utf8").catch(() => "")) === expectedStamp) return python;
  await buildEnvironment(command, directory, environment, pins);
  await writeFile(stamp, expectedStamp);
  return python;
}

async function checkPythonVersion(
  command: string,
  environment: NodeJS.ProcessEnv,
  { tool }: PinnedRequirements,
): Promise<string> {
  const question = "import platform, sys; print(sys.version_info[0], sys.version_info[1], platform.machine())";
  const answer = await execute(command, ["-c", question], { env: environment }).catch(() => undefined);
  const required = `Python ${minPythonVersion.join(".")} or newer`;
  if (!answer) throw createRefusal(`${required} is needed for ${tool}, and "${command}" does not run: install it.`);
  const [major = 0, minor = 0] = answer.stdout.split(" ").map(Number);
  if (major > minPythonVersion[0] || (major === minPythonVersion[0] && minor >= minPythonVersion[1]))
    return answer.stdout.trim();
  throw createRefusal(
    `${required} is needed for ${tool}, but "${command}" is ${major}.${minor}: install a newer one, or name it in PATCHBAY_PYTHON.`,
  );
}

async function buildEnvironment(
  command: string,
  directory: string,
  environment: NodeJS.ProcessEnv,
  { requirements, tool }: PinnedRequirements,
): Promise<void> {
  const logFile = join(localDirectory, "python-environment.log");
  // The operator's whole environment, so that pip uses their proxy, certificates and package index.
  const env = Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => !!entry[1]));
  await rm(directory, { recursive: true, force: true });
  await runChild(command, ["-m", "venv", directory], { env, logFile }).catch(() => {
    throw createRefusal(
      `Python could not create a virtual environment (on Debian: apt-get install python3-venv); see ${logFile}.`,
    );
  });
  const pip = [
    "-m",
    "pip",
    "install",
    "--require-hashes",
    "--only-binary",
    ":all:",
    "--retries",
    "2",
    "--timeout",
    "20",
  ];
  const quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"];
  await runChild(join(directory, "bin/python"), [...pip, ...quiet, "-r", requirements], { env, logFile }).catch(
    async () => {
      await rm(directory, { recursive: true, force: true });
      throw createRefusal(
        `The Python packages for ${tool} could not be installed: ${await readFailureReason(logFile)} (all of pip's output: ${logFile})`,
      );
    },
  );
}

async function readFailureReason(logFile: string): Promise<string> {
  const output = await readLastLines(logFile, 200);
  if (/hashes? (do not|don't) match|THESE PACKAGES DO NOT MATCH/i.test(output))
    return "a downloaded package differs from its pinned hash.";
  if (
    /NewConnection|Max retries|Temporary failure|ConnectTimeout|ProxyError|Connection (refused|reset|broken)/i.test(
      output,
    )
  )
    return "the Python package index does not answer; is there a network connection?";
  return output.split("\n").findLast((line) => line.startsWith("ERROR")) ?? "pip failed.";
}
