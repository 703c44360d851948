import "./lambda-environment.ts";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { withLatencyMetric } from "../../lib/http/latency-metric.ts";
import { ProviderError } from "../../lib/http/provider-error.ts";
import { answer, reset, startTestServer } from "../support/test-server.ts";

const end = await startTestServer();
afterAll(() => end.close());

const lines: Record<string, unknown>[] = [];
beforeEach(() => {
  lines.length = 0;
  vi.spyOn(process.stdout, "write").mockImplementation((line) => {
    lines.push(JSON.parse(String(line)));
    return true;
  });
  return () => vi.restoreAllMocks();
});

function clock(...times: number[]) {
  return () => times.shift() ?? 0;
}

test("tells the time of every request in one line, with provider and operation as fields", async () => {
  end.play = answer(200);
  const { fetch, report } = withLatencyMetric(globalThis.fetch, clock(0, 12, 100, 340));
  await fetch(end.url);
  await fetch(end.url);
  report("acme");
  expect(lines).toEqual([
    expect.objectContaining({ provider: "acme", operation: "unknown", ProviderLatency: [12, 240] }),
  ]);
});

test.each([
  ["went well", undefined, -0.25],
  ["was refused", new ProviderError({ kind: "scope" }), -0.25],
  ["met an outage", new ProviderError({ kind: "transient" }), 0.75],
  [
    "met an outage that is told as a Problem",
    new Problem("provider_unavailable", { cause: new ProviderError({ kind: "unknown" }) }),
    0.75,
  ],
  ["failed on our side", new Error("a bug"), -0.25],
])("counts an operation that %s", async (_, error, excess) => {
  end.play = answer(200);
  const { fetch, report } = withLatencyMetric(globalThis.fetch);
  await fetch(end.url);
  report("acme", error);
  expect(lines).toMatchObject([{ ProviderFailureExcess: excess }]);
});

test("counts a request that failed", async () => {
  end.play = reset;
  const { fetch, report } = withLatencyMetric(globalThis.fetch, clock(0, 5));
  await expect(fetch(end.url)).rejects.toThrow();
  report("acme");
  expect(lines[0]?.ProviderLatency).toEqual([5]);
});

test("writes nothing without requests, and no more values than fit into a line", async () => {
  end.play = answer(200);
  const { fetch, report } = withLatencyMetric(globalThis.fetch);
  report("acme");
  expect(lines).toEqual([]);
  await Promise.all(Array.from({ length: 105 }, () => fetch(end.url)));
  report("acme");
  expect(lines[0]?.ProviderLatency).toHaveLength(100);
});

test("measures by the clock of the machine unless a test has another", async () => {
  end.play = answer(200);
  const { fetch, report } = withLatencyMetric(globalThis.fetch);
  await fetch(end.url);
  report("acme");
  expect(lines[0]?.ProviderLatency).toEqual([expect.any(Number)]);
});
