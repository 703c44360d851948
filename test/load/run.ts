// `npm run load -- webhooks --count 10000`: load on the local stack, whose figures are printed.
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";

const help = `Usage: npm run load -- webhooks [--count <deliveries>]

Starts the local stack, sends signed deliveries with one in a hundred sent again and one in a hundred forged, and checks that
each genuine one was worked on exactly once. It prints what it counted and how long everything took.

  --count   how many deliveries; 10000 unless given
  --help    this text`;

const options = { count: { type: "string", default: "10000" }, help: { type: "boolean", default: false } } as const;

const { values, positionals } = parseArgs({ options, allowPositionals: true });
if (values.help) {
  console.log(help);
} else if (positionals.join(" ") !== "webhooks" || !(Number(values.count) > 0)) {
  console.error(help);
  process.exitCode = 1;
} else {
  const child = spawn("vitest", ["run", "--project", "load", "test/load/webhooks"], {
    stdio: "inherit",
    env: { ...process.env, PATCHBAY_LOAD_COUNT: values.count },
  });
  child.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}
