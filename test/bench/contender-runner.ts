// The process of one contender: imports it, warms it up, and measures a round on request.
import type { Contender, MakeContender, Setting } from "./contender.ts";

export interface RoundOrder {
  readonly seconds: number;
}

/** Microseconds. */
export interface Round {
  readonly calls: number;
  readonly median: number;
  readonly p99: number;
}

export interface ContenderArguments extends Setting {
  readonly from: string;
  readonly make: string;
  readonly warmUp: number;
}

/** How long signatures are used; they are valid for five minutes. */
const signedForMs = 200_000;

const { from, make, warmUp, ...setting }: ContenderArguments = JSON.parse(process.argv[2] ?? "{}");
const contender: Contender = await ((await import(from))[make] as MakeContender)(setting);
let signedAt = 0;
let next = 0;

function resignRequests(): void {
  if (Date.now() - signedAt < signedForMs) return;
  contender.prepare();
  signedAt = Date.now();
}

async function runRound(seconds: number): Promise<Round> {
  resignRequests();
  globalThis.gc?.();
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  for (let before = performance.now(); before < end; ) {
    await contender.call(next++);
    const after = performance.now();
    times.push(after - before);
    before = after;
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? Number.NaN) * 1000;
  return { calls: times.length, median: at(0.5), p99: at(0.99) };
}

resignRequests();
for (let call = 0; call < warmUp; call++) await contender.call(next++);
process.on("message", async ({ seconds }: RoundOrder) => process.send?.(await runRound(seconds)));
process.once("disconnect", () => process.exit());
process.send?.("ready");
