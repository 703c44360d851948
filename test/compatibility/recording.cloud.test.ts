// Writes the fixtures of this folder: PATCHBAY_RECORD=1 npx vitest run test/compatibility/recording.cloud.test.ts
// and then `npx biome format --write test/compatibility/recorded`.
// They were recorded by the code of v0.1.0. Record again only in a new folder: what is here stands for rows that are stored.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "vitest";
import { recordCloud } from "./support/record-cloud.ts";

const folder = process.env.PATCHBAY_RECORD_INTO ?? join(import.meta.dirname, "recorded");

test.runIf(process.env.PATCHBAY_RECORD === "1")("records what the Lambdas write", { timeout: 600_000 }, async () => {
  const recorded = await recordCloud();
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(recorded)) {
    await writeFile(join(folder, `${name}.json`), `${JSON.stringify(content)}\n`);
  }
});
