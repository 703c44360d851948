import "./lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { elapsedWithoutStalls } from "../support/elapsed-without-stalls.ts";
import { httpEvent } from "../support/events.ts";
import { hang, json } from "../support/test-server.ts";
import { lambdaContext } from "./lambda-context.ts";

const aws = await startAwsStandIn();
const { limitPerMinute, withLimit, withRateLimit } = await import("../../lib/http/rate-limit.ts");
afterAll(() => aws.close());

const ada = { tenant: "c#acme", user: "ada" };
const at = (seconds: number) => () => seconds * 1000;
const minute = 1_800_000_000 - (1_800_000_000 % 60);

beforeEach(() => {
  aws.forget();
  const used = new Map<string, number>();
  aws.on("UpdateItem", ({ Key }) => {
    const counter = JSON.stringify(Key);
    used.set(counter, (used.get(counter) ?? 0) + 1);
    return json({ Attributes: { used: { N: String(used.get(counter)) } } });
  });
});

const start = (owner = ada, now = at(minute + 20)) => withRateLimit("start", owner, async () => ok({}), now);

async function getRefusal(work: Promise<unknown>): Promise<Problem> {
  const thrown = await work.catch((error: unknown) => error);
  if (thrown instanceof Problem) return thrown;
  throw new Error("It was not refused");
}

test("counts nothing where an endpoint has no limit", async () => {
  const handler = userEndpoint({}, async () => ok({}));
  await handler(httpEvent({ on: "GET /api/integrations", claims: { sub: "ada", exp: 4e9 } }), lambdaContext);
  expect(aws.calls).toEqual([]);
});

test("says the limit, what is left of it and when it starts again", async () => {
  expect((await start()).headers).toMatchObject({
    "ratelimit-limit": "3",
    "ratelimit-remaining": "2",
    "ratelimit-reset": "40",
  });
});

test("answers the last request of a window with nothing left", async () => {
  await start();
  await start();
  expect((await start()).headers?.["ratelimit-remaining"]).toBe("0");
});

test("refuses the request after it, until the window ends", async () => {
  for (let request = 0; request < 3; request++) await start();
  expect(await getRefusal(start())).toMatchObject({ code: "rate_limited", retryAfter: 40 });
});

test("says the limit with the refusal too", async () => {
  for (let request = 0; request < 5; request++) await start().catch(() => undefined);
  expect((await getRefusal(start())).headers).toEqual({
    "ratelimit-limit": "3",
    "ratelimit-remaining": "0",
    "ratelimit-reset": "40",
  });
});

test("does not run what it refuses", async () => {
  for (let request = 0; request < 3; request++) await start();
  let ran = false;
  const work = async () => {
    ran = true;
    return ok({});
  };
  await getRefusal(withRateLimit("start", ada, work, at(minute + 20)));
  expect(ran).toBe(false);
});

test("starts again with the next minute", async () => {
  for (let request = 0; request < 4; request++) await start().catch(() => undefined);
  expect((await start(ada, at(minute + 60))).headers?.["ratelimit-remaining"]).toBe("2");
});

test.each([
  ["another user", { tenant: "c#acme", user: "bob" }],
  ["the same name in another tenant", { tenant: "c#globex", user: "ada" }],
])("counts %s apart", async (_, other) => {
  for (let request = 0; request < 3; request++) await start();
  expect((await start(other)).headers?.["ratelimit-remaining"]).toBe("2");
});

test("counts each limit apart", async () => {
  for (let request = 0; request < 3; request++) await start();
  const answer = await withRateLimit("refresh", ada, async () => ok({}), at(minute));
  expect(answer.headers?.["ratelimit-remaining"]).toBe("5");
});

test("keeps the headers of the answer", async () => {
  expect((await start()).headers?.["content-type"]).toBe("application/json");
});

test.each([
  ["throttles", () => awsError("ProvisionedThroughputExceededException")],
  ["fails", () => awsError("InternalServerError", 500)],
  ["denies", () => awsError("AccessDeniedException")],
])("refuses with 503 while the counter store %s", async (_, play) => {
  aws.on("UpdateItem", play);
  expect(await getRefusal(start())).toMatchObject({ status: 503, retryAfter: 2 });
});

test("refuses with 503 when the counter store hangs, well before the gateway gives up", async () => {
  aws.on("UpdateItem", () => hang);
  const { result, ms } = await elapsedWithoutStalls(() => getRefusal(start()));
  expect(result.status).toBe(503);
  expect(ms).toBeLessThan(10_000);
});

test.each([
  ["a refusal", new Problem("not_found", { headers: { "x-own": "1" } }), "not_found"],
  ["a bug", new TypeError("ours"), "internal"],
])("says what is left in %s too", async (_, thrown, code) => {
  const refused = await getRefusal(withRateLimit("start", ada, () => Promise.reject(thrown), at(minute + 20)));
  expect(refused.code).toBe(code);
  expect(refused.headers).toMatchObject({
    "ratelimit-limit": "3",
    "ratelimit-remaining": "2",
    "ratelimit-reset": "40",
  });
  if (code === "not_found") expect(refused.headers["x-own"]).toBe("1");
});

test("a window begins with a minute of the clock and ends with it", async () => {
  const resets: (string | undefined)[] = [];
  for (const second of [0, 1, 59.999, 60])
    resets.push((await start(ada, at(minute + second))).headers?.["ratelimit-reset"]);
  expect(resets).toEqual(["60", "59", "1", "60"]);
  const counters = aws.calls.map(({ input }) => JSON.stringify(input.Key));
  expect(new Set(counters.slice(0, 3)).size).toBe(1);
  expect(counters[3]).not.toBe(counters[0]);
});

test.each([
  ["write", "60"],
  ["query", "30"],
  ["start", "3"],
  ["refresh", "6"],
] as const)("an endpoint limits %s by the stage's own number", async (name, most) => {
  const handler = userEndpoint({ limit: limitPerMinute(name) }, async () => ok({}));
  const event = httpEvent({ on: "POST /api/thing", claims: { sub: name, exp: 4e9 } });
  const { statusCode, headers } = await handler(event, lambdaContext);
  expect([statusCode, headers?.["ratelimit-limit"]]).toEqual([200, most]);
  expect(Number(headers?.["ratelimit-reset"])).toBeOneOf(Array.from({ length: 60 }, (_, at) => at + 1));
});

test("a bug is answered as one, with the reason kept for the log", async () => {
  const bug = new TypeError("ours");
  const refused = await getRefusal(withRateLimit("start", ada, () => Promise.reject(bug), at(minute)));
  expect(refused).toMatchObject({ code: "internal", cause: bug });
  const own = new Problem("rate_limited", { retryAfter: 7, headers: { "ratelimit-limit": "1", "x-own": "1" } });
  expect(await getRefusal(withRateLimit("start", ada, () => Promise.reject(own), at(minute)))).toMatchObject({
    ...{ retryAfter: 7, headers: { "x-own": "1", "ratelimit-limit": "3" } },
  });
});

test("a limit that lets requests pass uncounted counts them all the same", async () => {
  const limit = { name: "service", perMinute: 1, passesUncounted: true };
  const ask = () => withLimit(limit, ada, async () => ok({}), at(minute));
  expect((await ask()).headers?.["ratelimit-remaining"]).toBe("0");
  expect(await getRefusal(ask())).toMatchObject({ code: "rate_limited", retryAfter: 60 });
});
