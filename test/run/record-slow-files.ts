// `node test/run/record-slow-files.ts` after a whole run: writes which cloud tests take long, so that the next runs divide them evenly.
import { glob, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { localDirectory } from "../../infra/local/directories.ts";
import { readFileDurations } from "./slowest.ts";

/** From how many seconds on a file is listed. */
const slowSeconds = 8;

const reports: string[] = [];
for await (const path of glob(join(localDirectory, "test-results-cloud-*.json"))) reports.push(path);
const durations = (await Promise.all(reports.map((results) => readFileDurations({ results })))).flat();
const slow = durations
  .map(({ name, ms }): [string, number] => [name, Math.round(ms / 1000)])
  .filter(([, seconds]) => seconds >= slowSeconds)
  .toSorted(([one], [other]) => one.localeCompare(other));
await writeFile(join(import.meta.dirname, "slow-files.json"), `${JSON.stringify(Object.fromEntries(slow), null, 2)}\n`);
console.log(`${slow.length} files take ${slowSeconds} s or more.`);
