import { describe, expect, test } from "vitest";
import { connectAccount, getSandbox } from "./support/account.ts";
import { listAuditedActions } from "./support/audit.ts";
import { createUseEvent, listRedemptions, useAccount } from "./support/calls.ts";
import { startDataContainer } from "./support/containers.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

const dataPaths = { github: "/user/repos", gmail: "/gmail/*", calendar: "/calendar/*", figma: "/v1/files/*" } as const;
type Refusing = keyof typeof dataPaths;
const refusals: Record<Refusing, { status: number; body: { [name: string]: string | number } }> = {
  github: { status: 401, body: { message: "Bad credentials" } },
  gmail: { status: 401, body: { error: "x" } },
  calendar: { status: 401, body: { error: "x" } },
  figma: { status: 403, body: { status: 403, err: "Invalid token" } },
};
const refusing = Object.keys(dataPaths) as Refusing[];

async function connectRefreshable(provider: Refusing | "slack") {
  await getSandbox(provider).behave({ rotation: true });
  return connectAccount(provider);
}

describe.each([...refusing, "slack"] as const)("when %s refuses a token before its time", (provider) => {
  test("it is renewed and the call made again", async () => {
    const account = await connectRefreshable(provider);
    await getSandbox(provider).expireTokens();
    expect((await useAccount(account)).status).toBe(200);
    expect(await listRedemptions(provider)).toHaveLength(1);
  });

  test("many callers renew it once", async () => {
    const account = await connectRefreshable(provider);
    await getSandbox(provider).expireTokens();
    const containers = await Promise.all([1, 2].map(() => startDataContainer(provider)));
    const calls = Array.from({ length: 12 }, (_, at) => containers[at % 2]?.invoke(createUseEvent(account)));
    expect((await Promise.all(calls)).map((answer) => answer?.statusCode)).toEqual(calls.map(() => 200));
    expect(await listRedemptions(provider)).toHaveLength(1);
  });
});

describe.each(refusing)("when %s refuses the renewed token as well", (provider) => {
  async function refusedTwice() {
    const account = await connectRefreshable(provider);
    await getSandbox(provider).script({ ...refusals[provider], path: dataPaths[provider], times: 20 });
    return { account, answer: await useAccount(account) };
  }

  test("the account must be connected again", async () => {
    const { account, answer } = await refusedTwice();
    expect(answer).toMatchObject({ status: 409, json: { code: "reconnect_required" } });
    expect((await account.readStored()).status).toBe("reconnect_needed");
    expect(await listAuditedActions(account)).toEqual(["connect", "refresh", "reconnect_needed"]);
  });

  test("the request is sent twice, with one renewal in between, and then given up", async () => {
    const { account } = await refusedTwice();
    await useAccount(account);
    const asked = await getSandbox(provider).requests(dataPaths[provider].replace("*", ""));
    expect(asked).toHaveLength(2);
    expect(await listRedemptions(provider)).toHaveLength(1);
  });
});

test("a token without a refresh token that is refused must be connected again, at once", async () => {
  const account = await connectAccount("github");
  await getSandbox("github").expireTokens();
  expect((await useAccount(account)).status).toBe(409);
  expect((await account.readStored()).status).toBe("reconnect_needed");
});

test("a 403 of Figma that is about a permission leaves the token alone", async () => {
  const account = await connectRefreshable("figma");
  const err = "Invalid scope. This endpoint requires the file_content:read scope";
  await getSandbox("figma").script({ path: "/v1/files/*", status: 403, body: { status: 403, err } });
  const answer = await useAccount(account);
  expect(answer).toMatchObject({
    status: 403,
    json: {
      code: "insufficient_permissions",
      missingScopes: ["file_content:read"],
      reconnectUrl: expect.stringContaining("scopes=file_content%3Aread"),
    },
  });
  expect(answer.text).not.toContain("This endpoint");
  expect(await listRedemptions("figma")).toEqual([]);
});

test.each(["rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "quotaExceeded"])(
  "a 403 of Google for %s is a limit, no matter of permissions",
  async (reason) => {
    const account = await connectAccount("gmail");
    const body = { error: { code: 403, message: "m", errors: [{ domain: "usageLimits", reason }] } };
    await getSandbox("gmail").script({ path: "/gmail/*", status: 403, body });
    const answer = await useAccount(account);
    expect(answer).toMatchObject({ status: 429, json: { code: "rate_limited" } });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  },
);

test("a 403 of Google for a missing scope means missing permissions", async () => {
  const account = await connectAccount("gmail");
  const body = { error: { code: 403, message: "m", errors: [{ reason: "insufficientPermissions" }] } };
  await getSandbox("gmail").script({ path: "/gmail/*", status: 403, body });
  expect(await useAccount(account)).toMatchObject({ status: 403, json: { code: "insufficient_permissions" } });
});
