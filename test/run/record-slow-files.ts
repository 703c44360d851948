// `node test/run/record-slow-files.ts` after a whole run: writes which cloud tests take long, so that the next runs divide them evenly.
import { glob, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { z } from "zod";
import { localDirectory, repository } from "../../infra/local/directories.ts";

/** From how many seconds on a file is listed. */
const slowSeconds = 8;

const results = z.object({
  testResults: z.array(z.object({ name: z.string(), startTime: z.number(), endTime: z.number() })),
});

const found: Record<string, number> = {};
for await (const file of glob(join(localDirectory, "test-results-cloud-*.json"))) {
  for (const { name, startTime, endTime } of results.parse(JSON.parse(await readFile(file, "utf8"))).testResults) {
    const seconds = Math.round((endTime - startTime) / 1000);
    if (seconds >= slowSeconds) found[relative(repository, name)] = seconds;
  }
}
const sorted = Object.fromEntries(Object.entries(found).toSorted(([one], [other]) => one.localeCompare(other)));
await writeFile(join(import.meta.dirname, "slow-files.json"), `${JSON.stringify(sorted, null, 2)}\n`);
console.log(`${Object.keys(sorted).length} files take ${slowSeconds} s or more.`);
