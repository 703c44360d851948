import { expect, test } from "vitest";
import { listen } from "../../../../infra/local/http-server.ts";
import { createHooks } from "../../../../infra/local/sandbox/github/hooks.ts";
import { deliverAll, isSuccess, type SignedRequest } from "../../../../infra/local/sandbox/push/deliver.ts";
import type { Attempt } from "../../../../infra/local/sandbox/push/deliveries.ts";
import { signedSlackRequest } from "../../../../infra/local/sandbox/slack/signed-request.ts";
import { createState } from "../../../../infra/local/sandbox/state.ts";

const at = (days: number) => new Date(Date.UTC(2026, 10, 1 + days)).toISOString();
const attempt: Attempt = { at: at(0), ms: 1, status: 503, requestHeaders: {}, answerHeaders: {}, answer: "" };

test("counts a missing answer as a timeout, and retries", async () => {
  const silent = await listen(() => {}, 0);
  const rules = { delaysSeconds: [1], timeoutMs: 30, accepted: isSuccess, shouldRetry: () => true };
  const parcel: SignedRequest = { event: "any", url: silent.url, body: "{}", headers: () => ({}), rules };
  const [delivery] = await deliverAll(createState(1), parcel, { times: 1, retry: true });
  await silent.close();
  expect(delivery?.attempts).toMatchObject([
    { status: null, failure: "timeout" },
    { status: null, failure: "timeout" },
  ]);
});

test.each([
  ["http_timeout", { status: null, failure: "timeout" as const }],
  ["connection_failed", { status: null, failure: "connection" as const }],
  ["http_error", { status: 500 }],
])("sends Slack's retry reason %s", async (reason, failed) => {
  const parcel = signedSlackRequest({ event: "message", url: "http://localhost:1", body: "{}" });
  expect((await parcel.headers(1, { ...attempt, ...failed }))["x-slack-retry-reason"]).toBe(reason);
});

test("keeps GitHub's deliveries for three days", () => {
  let now = Date.parse(at(2));
  const hooks = createHooks(() => now);
  hooks.log({ hook: 1, guid: "g", redelivery: false, event: "push", payload: {}, body: "{}", attempt });
  expect(hooks.deliveriesOf(1)).toHaveLength(1);
  now = Date.parse(at(3));
  expect(hooks.deliveriesOf(1)).toEqual([]);
});
