// Runs before each test file, in the process of the file before: loads our own modules anew, and gives back what a file may have
// changed. Packages stay, since loading them takes longest.
import { vi } from "vitest";

interface Untouched {
  /** The object itself: vitest writes to it, whatever a test assigns to `process.env`. */
  readonly environment: NodeJS.ProcessEnv;
  readonly variables: NodeJS.ProcessEnv;
  readonly write: typeof process.stdout.write;
}

const shared = globalThis as { untouched?: Untouched };
shared.untouched ??= { environment: process.env, variables: { ...process.env }, write: process.stdout.write };
const { environment, variables, write } = shared.untouched;

vi.useRealTimers();
vi.restoreAllMocks();
vi.unstubAllEnvs();
vi.unstubAllGlobals();
process.stdout.write = write;
process.env = environment;
for (const name of Object.keys(environment)) if (!(name in variables)) delete environment[name];
Object.assign(environment, variables);
vi.resetModules();
