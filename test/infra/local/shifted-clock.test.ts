import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { withClock } from "../../../infra/local/clock-offset.ts";
import { preparePythonEnvironment } from "../../../infra/local/python-environment.ts";

const run = promisify(execFile);
const minute = 60_000;
const day = 24 * 60 * minute;
const year = 365 * day;
const local = join(import.meta.dirname, "../../../infra/local");

/** The true time: this test may itself run under a shifted clock. */
const trueNow = () => performance.timeOrigin + performance.now();

/** Runs a script in a process with a shifted clock. @returns the JSON it prints, and the true time of its start */
async function childSays(offsetMs: number, script: string) {
  const env = withClock({ PATH: process.env.PATH ?? "" }, offsetMs);
  const before = trueNow();
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { env });
  return { before, said: JSON.parse(stdout) };
}

const say = (expression: string) => `console.log(JSON.stringify(${expression}))`;

/** The difference in milliseconds between a time and the expected one. */
const miss = (said: number, wanted: number) => Math.abs(said - wanted);

test.each([
  "Date.now()",
  "new Date().getTime()",
  "Date.parse(Date())",
  "Reflect.construct(Date, []).getTime()",
  "new (class extends Date {})().getTime()",
  "new (new Date(5).constructor)().getTime()",
  'Date.parse(new Intl.DateTimeFormat("sv-SE", { timeZone: "UTC" }).format())',
  'Date.parse(new Intl.DateTimeFormat("sv-SE", { timeZone: "UTC" }).formatToParts().map(({ value }) => value).join(""))',
])("a process with the clock of a run is ahead in %s", async (expression) => {
  const { before, said } = await childSays(10 * year, say(expression));
  // Intl prints the day only.
  expect(miss(said, before + 10 * year)).toBeLessThan(day + minute);
});

test("its clock moves on", async () => {
  const script = `const first = Date.now(); await new Promise((done) => setTimeout(done, 30)); ${say("Date.now() - first")}`;
  const { said } = await childSays(10 * year, script);
  expect(said).toBeGreaterThanOrEqual(29);
  expect(said).toBeLessThan(minute);
});

test("a Date of a given time is not shifted", async () => {
  const { said } = await childSays(
    10 * year,
    say(
      "[new Date(5).getTime(), new Date('2027-01-15T08:00:00Z').getTime(), Date.UTC(2027, 0), new Date(2027, 0, 5).getDate()]",
    ),
  );
  expect(said).toEqual([5, Date.parse("2027-01-15T08:00:00Z"), Date.UTC(2027, 0), 5]);
});

test("the monotonic clock and the files' times are the true ones", async () => {
  const directory = await mkdtemp(join(tmpdir(), "patchbay-clock-"));
  await writeFile(join(directory, "file"), "");
  const script = `import { statSync } from "node:fs"; const { mtime } = statSync(${JSON.stringify(join(directory, "file"))});
    ${say("[performance.timeOrigin, mtime.getTime(), mtime instanceof Date, Number(process.hrtime.bigint() / 1_000_000n)]")}`;
  const { before, said } = await childSays(10 * year, script);
  await rm(directory, { recursive: true });
  const [origin, written, isDate, monotonic] = said;
  expect(miss(origin, before)).toBeLessThan(minute);
  expect(miss(written, before)).toBeLessThan(minute);
  expect(isDate).toBe(true);
  expect(miss(monotonic, Number(process.hrtime.bigint() / 1_000_000n))).toBeLessThan(minute);
});

test("its own children have the same clock", async () => {
  const inner = JSON.stringify(say("Date.now()"));
  const script = `import { execFileSync } from "node:child_process"; console.log(String(execFileSync(process.execPath, ["-e", ${inner}])))`;
  const { before, said } = await childSays(10 * year, script);
  expect(miss(said, before + 10 * year)).toBeLessThan(minute);
});

test("its worker threads have the same clock", async () => {
  const inner = JSON.stringify(
    'import("node:worker_threads").then(({ parentPort }) => parentPort.postMessage(Date.now()))',
  );
  const script = `import { Worker } from "node:worker_threads"; new Worker(${inner}, { eval: true }).on("message", (at) => ${say("at")})`;
  const { before, said } = await childSays(10 * year, script);
  expect(miss(said, before + 10 * year)).toBeLessThan(minute);
});

test.each(["response.end()", "response.writeHead(200, { a: 'b' }).end()", "response.writeHead(200, 'OK').end()"])(
  "what its servers answer with %s bears its clock's date",
  async (answer) => {
    const script = `import { createServer } from "node:http";
      const server = createServer((_, response) => ${answer}).listen(0, "127.0.0.1", async () => {
        const { headers } = await fetch("http://127.0.0.1:" + server.address().port);
        ${say('Date.parse(headers.get("date"))')};
        process.exit();
      });`;
    const { before, said } = await childSays(10 * year, script);
    expect(miss(said, before + 10 * year)).toBeLessThan(minute);
  },
);

test("without an offset, the clock is not changed", async () => {
  const given = { PATH: process.env.PATH ?? "", NODE_OPTIONS: "--no-warnings" };
  expect(withClock(given, 0)).toBe(given);
  const { before, said } = await childSays(0, say("[Date.now(), String(Date), Date.name]"));
  expect(miss(said[0], before)).toBeLessThan(minute);
  expect(said.slice(1)).toEqual(["function Date() { [native code] }", "Date"]);
});

test("a child keeps the Node options it was given, and gets the clock once", () => {
  const once = withClock({ NODE_OPTIONS: "--no-warnings" }, 5);
  expect(once).toMatchObject({
    PATCHBAY_CLOCK_OFFSET_MS: "5",
    NODE_OPTIONS: expect.stringMatching(/^--import=file:\S+ --no-warnings$/),
  });
  expect(withClock(once, 5)).toEqual(once);
});

test("the emulator's Python has the same clock, and earlier datetimes still pass isinstance", async () => {
  const script = `
import json, datetime
early = datetime.datetime.fromtimestamp(1)
import shifted_clock, time
from datetime import datetime, timezone
print(json.dumps([time.time(), time.time_ns() / 1e9, datetime.now(timezone.utc).timestamp(), datetime.now().timestamp(),
  datetime.today().timestamp(), datetime.utcnow().replace(tzinfo=timezone.utc).timestamp(), time.mktime(time.localtime()),
  __import__("calendar").timegm(time.gmtime()), float(time.strftime("%Y")), time.monotonic(), isinstance(early, datetime)]))`;
  const python = await preparePythonEnvironment();
  const env = withClock({ PATH: process.env.PATH ?? "", PYTHONPATH: local }, 10 * year);
  const [before, monotonic] = [trueNow(), Number(process.hrtime.bigint()) / 1e9];
  const said: unknown[] = JSON.parse((await run(python, ["-c", script], { env })).stdout);
  for (const seconds of said.slice(0, 8)) expect(miss(Number(seconds) * 1000, before + 10 * year)).toBeLessThan(minute);
  expect(said[8]).toBe(new Date(before + 10 * year).getFullYear());
  expect(miss(Number(said[9]), monotonic)).toBeLessThan(60);
  expect(said[10]).toBe(true);
});
