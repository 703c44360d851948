import { describe, expect, test } from "vitest";
import { asUser } from "../support/api.ts";
import { connectInBrowser } from "../support/flow.ts";
import { spy } from "../support/spy.ts";
import { connectAccount, getSandbox } from "./support/account.ts";
import { listRedemptions, useAccount } from "./support/calls.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

const always = 1000;
/** The Lambdas of the calls: the outage must not affect background Lambdas. */
const [github, figma] = ["github-list-repositories", "figma-read-file"];

describe.each(["throttle", "error500", "drop", "hang", "deny"] as const)("while DynamoDB answers with %s", (action) => {
  test("a data call answers 503 with Retry-After and shows nothing of it", async () => {
    const account = await connectAccount("github");
    await getSandbox("github").forgetRequests();
    await spy.breakNext({ service: "dynamodb", operation: "Query", lambda: github, action, times: always });
    const answer = await useAccount(account);
    expect(answer).toMatchObject({ status: 503, json: { code: "provider_unavailable" } });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(answer.text).not.toMatch(/Exception|dynamodb|arn:|patchbay-test|\bat [a-z]/i);
    expect(await getSandbox("github").requests()).toEqual([]);
  });

  test("without a lease the refresh token is not used", async () => {
    const account = await connectAccount("figma");
    await account.setRemainingSeconds(-10);
    const lease = { service: "dynamodb", operation: "UpdateItem", keyPrefix: "owner#", lambda: figma };
    await spy.breakNext({ ...lease, action, times: always });
    expect((await useAccount(account)).status).toBe(503);
    expect(await listRedemptions("figma")).toEqual([]);
  });

  test("a callback leaves no half-written connection", async () => {
    const user = await asUser({ sub: crypto.randomUUID(), org: "acme" });
    const store = { service: "dynamodb", operation: "TransactWriteItems", lambda: "callback-github" };
    await spy.breakNext({ ...store, action, times: always });
    const done = await connectInBrowser(user, "github");
    expect(done.location?.searchParams.get("status")).toBe("error");
    await spy.forget();
    expect((await user.get("/api/integrations")).json).toEqual({ integrations: [] });
  });
});

test("one throttled call only delays the answer", async () => {
  const account = await connectAccount("github");
  await spy.breakNext({ service: "dynamodb", operation: "Query", lambda: github, action: "throttle" });
  expect((await useAccount(account)).status).toBe(200);
});

test("a call succeeds although its use cannot be recorded", async () => {
  const account = await connectAccount("github");
  const note = { service: "dynamodb", operation: "UpdateItem", lambda: github };
  await spy.breakNext({ ...note, action: "error500", times: always });
  expect((await useAccount(account)).status).toBe(200);
});

test("without the counter store no flow starts", async () => {
  const user = await asUser({ sub: crypto.randomUUID(), org: "acme" });
  await spy.breakNext({ service: "dynamodb", keyPrefix: "counter#", action: "error500", times: always });
  const answer = await user.get("/api/integrations/github/auth");
  expect(answer).toMatchObject({ status: 503, json: { code: "provider_unavailable" } });
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("without the counter store reads go on", async () => {
  const account = await connectAccount("github");
  await spy.breakNext({ service: "dynamodb", keyPrefix: "counter#", action: "error500", times: always });
  expect((await useAccount(account)).status).toBe(200);
  expect((await account.user.get("/api/integrations")).status).toBe(200);
});
