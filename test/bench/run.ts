// `npm run bench -- ack [--seconds 5] [--rounds 10] [--case "1 kB"]`: compares our receivers with others' on one machine.
import { parseArgs } from "node:util";
import { ackCases, type Case } from "./ack-cases.ts";
import { startContender } from "./contender-process.ts";
import type { Round } from "./contender-runner.ts";
import { printMachine, printResult } from "./report.ts";

const benches: Readonly<Record<string, readonly Case[]>> = { ack: ackCases };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "5" },
    rounds: { type: "string", default: "10" },
    "warm-up": { type: "string", default: "2000" },
    case: { type: "string", default: "" },
  },
});

const cases = (benches[positionals[0] ?? ""] ?? []).filter(({ name }) => name.includes(values.case));
if (cases.length === 0) {
  console.error(
    `usage: npm run bench -- ${Object.keys(benches).join("|")} [--seconds 5] [--rounds 10] [--case "1 kB"]`,
  );
  process.exit(1);
}

/** Runs A B B A, A B B A, …, so that changes of the machine's speed affect both alike. */
async function compareContenders({ contenders, bytes, queueMs }: Case): Promise<[Round[], Round[]]> {
  const warmUp = queueMs > 0 ? Number(values["warm-up"]) / 10 : Number(values["warm-up"]);
  const started = contenders.map(({ from, make }) => startContender({ from, make, bytes, queueMs, warmUp }));
  const processes = await Promise.all(started);
  const results: [Round[], Round[]] = [[], []];
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const index of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const measured = await processes[index]?.round(Number(values.seconds));
      if (measured) results[index].push(measured);
    }
  }
  for (const each of processes) each.stop();
  return results;
}

await printMachine(`${values.rounds} rounds of ${values.seconds} s each`);
for (const each of cases) printResult(each, await compareContenders(each));
