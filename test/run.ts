// npm test: finds a browser, builds, runs every test, and ends with one line that counts them.
import { spawn } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "../infra/bundle.ts";
import { localDirectory, repository, searchPath } from "../infra/local/directories.ts";
import { step } from "../infra/local/progress.ts";
import { explain } from "../infra/local/refusal.ts";
import { findChromium } from "./support/chromium.ts";
import { count } from "./support/count.ts";

const results = join(localDirectory, "test-results.json");

async function runTests(): Promise<number> {
  const chromium = await step(console.log, "Chromium", () => findChromium());
  await step(console.log, "bundles", () => bundle());
  await rm(results, { force: true });
  return vitest({ PATCHBAY_CHROMIUM: chromium, PATCHBAY_BUILT: "1", PATH: searchPath() });
}

function vitest(added: Record<string, string>): Promise<number> {
  const command = join(repository, "node_modules/.bin/vitest");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
  const child = spawn(command, ["run", ...reporters, ...process.argv.slice(2)], {
    cwd: repository,
    stdio: "inherit",
    env: { ...process.env, ...added },
  });
  // The terminal's Ctrl-C reaches vitest too, which then ends the local cloud; we wait for it.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

await mkdir(localDirectory, { recursive: true });
const code = await runTests().catch((error) => {
  console.error(explain(error));
  return 1;
});
const { passed, failed } = await count(results, code);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? code || 1 : code);
