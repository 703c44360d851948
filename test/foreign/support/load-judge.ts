import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(import.meta.dirname, "../package.json"));

/**
 * Loads a package that `npm test -- foreign` installs. Its types are not there when the rest is checked, so the caller says what it
 * uses of it.
 */
export function loadJudge<T>(name: string): T {
  try {
    return require(name) as T;
  } catch (cause) {
    throw new Error(`${name} cannot be loaded: npm test -- foreign installs it.`, { cause });
  }
}

export const resolveJudge = (path: string): string => join(import.meta.dirname, "../node_modules", path);
