// The load mix as a script for k6 (https://grafana.com/docs/k6): the same phases and requests as Artillery's.
// k6 has a runtime of its own, without Node's modules.

import { check } from "k6";
import exec from "k6/execution";
import http from "k6/http";
import { planRequests } from "../mix/requests.ts";

/** Written by run-k6.ts: {origin, callers, leftOut, phases, targets}. */
const load = JSON.parse(open(__ENV.PATCHBAY_LOAD));
const plan = planRequests(load.callers, load.leftOut);

const sumSeconds = (phases) => phases.reduce((sum, { seconds }) => sum + seconds, 0);

const scenarios = load.phases.map(({ name, seconds, from, to }, at) => [
  name,
  {
    executor: "ramping-arrival-rate",
    exec: "ask",
    startTime: `${sumSeconds(load.phases.slice(0, at))}s`,
    startRate: from,
    timeUnit: "1s",
    stages: [{ target: to, duration: `${seconds}s` }],
    preAllocatedVUs: Math.max(10, to),
    maxVUs: 4 * Math.max(10, to),
    gracefulStop: "30s",
  },
]);

/** k6 shows the figures of a scenario only where a threshold asks for them. */
const thresholds = load.phases.flatMap(({ name }) => {
  const target = load.targets[name];
  const times = target ? ["p(50)", "p(95)", "p(99)"].map((at) => `${at}<${target[at.replace(/\W/g, "")]}`) : ["max>=0"];
  return [
    [`http_req_duration{scenario:${name}}`, times],
    [`checks{scenario:${name}}`, [target ? `rate>${target.success}` : "rate>=0"]],
    [`dropped_iterations{scenario:${name}}`, ["count>=0"]],
  ];
});

export const options = {
  scenarios: Object.fromEntries(scenarios),
  thresholds: Object.fromEntries(thresholds),
  summaryTrendStats: ["p(50)", "p(95)", "p(99)", "max"],
  discardResponseBodies: true,
};

/** Turns are counted in each scenario for itself, over all virtual users, so that each has the exact mix. */
export function ask() {
  const { endpoint, method, path, token, body } = plan(exec.scenario.iterationInTest);
  const headers = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(body && { "content-type": "application/json" }),
  };
  const answer = http.request(method, load.origin + path, body ? JSON.stringify(body) : null, {
    ...{ headers, redirects: 0, timeout: "30s", tags: { name: endpoint } },
  });
  check(answer, { succeeds: ({ status }) => status === 200 });
}

/** One small file, without URLs or tokens. */
export function handleSummary({ metrics }) {
  const read = (metric, name) => metrics[`${metric}{scenario:${name}}`]?.values;
  const figures = load.phases.map(({ name }) => {
    const dropped = read("dropped_iterations", name)?.count ?? 0;
    return [name, { latency: read("http_req_duration", name), checks: read("checks", name), dropped }];
  });
  return { [__ENV.PATCHBAY_LOAD_OUTPUT]: JSON.stringify(Object.fromEntries(figures)) };
}
