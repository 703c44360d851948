// Runs before each test file, in the process of the file before: loads our own modules anew and gives back the environment.
// Packages stay, since loading them takes longest.
import { vi } from "vitest";

const shared = globalThis as { environment?: NodeJS.ProcessEnv };
shared.environment ??= { ...process.env };
for (const name of Object.keys(process.env)) if (!(name in shared.environment)) delete process.env[name];
Object.assign(process.env, shared.environment);
vi.resetModules();
