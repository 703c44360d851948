import { execFile } from "node:child_process";
import { access, constants, glob } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createRefusal } from "../../infra/local/command-refusal.ts";

const run = promisify(execFile);
/** The headless shell comes first: it opens and closes pages in half the time. */
const commands = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const systemPaths = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
const playwrightCaches = [".cache/ms-playwright", "Library/Caches/ms-playwright"];
const playwrightBinaries = [
  "chromium-*/chrome-linux*/chrome",
  "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
  "chromium_headless_shell-*/chrome-*/*headless*shell",
];

/**
 * A Chromium for the browser tests: the one named in PATCHBAY_CHROMIUM, the system's, Playwright's own,
 * or Debian's package when it may be installed.
 * @throws a refusal when none can be found or installed
 */
export async function findChromium(log: (line: string) => void = console.log): Promise<string> {
  const named = process.env.PATCHBAY_CHROMIUM;
  if (named && !(await canRun(named))) throw createRefusal(`PATCHBAY_CHROMIUM names "${named}", which is no program.`);
  const found = named || (await findOnSearchPath()) || (await findInPlaywrightCache());
  if (found) return found;
  if (process.getuid?.() === 0 && (await canRun("/usr/bin/apt-get"))) {
    log("No Chromium found: installing Debian's …");
    await installChromium("chromium-headless-shell").catch(() => installChromium("chromium"));
    const installed = await findOnSearchPath();
    if (installed) return installed;
  }
  throw createRefusal("The browser tests need Chromium: install it, or name one in PATCHBAY_CHROMIUM.");
}

async function findOnSearchPath(): Promise<string | undefined> {
  const directories = (process.env.PATH ?? "").split(":");
  const candidates = commands.flatMap((command) => directories.map((directory) => join(directory, command)));
  return findFirstThatRuns([...candidates, ...systemPaths]);
}

async function findInPlaywrightCache(): Promise<string | undefined> {
  const roots = [process.env.PLAYWRIGHT_BROWSERS_PATH, ...playwrightCaches.map((path) => join(homedir(), path))];
  for (const cwd of roots.filter((root) => root !== undefined)) {
    const binaries: string[] = [];
    for await (const binary of glob(playwrightBinaries, { cwd })) binaries.push(join(cwd, binary));
    const found = await findFirstThatRuns(binaries.sort().reverse());
    if (found) return found;
  }
  return undefined;
}

async function findFirstThatRuns(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await canRun(path)) return path;
  return undefined;
}

const canRun = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function installChromium(name: string): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    await run("apt-get", ["update"], { env });
    await run("apt-get", ["install", "--yes", "--no-install-recommends", name], { env, maxBuffer: 2 ** 26 });
  } catch {
    throw createRefusal(
      "The browser tests need Chromium, and apt-get could not install it; name one in PATCHBAY_CHROMIUM.",
    );
  }
}

/** Headless, and without Chromium's background requests, which a closed network refuses one by one. */
export const chromiumFlags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
