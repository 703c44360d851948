// Whatever a provider answers, the caller gets one of our documented answers without the provider's text.
import { describe, expect, test } from "vitest";
import type { ProviderId } from "../../lib/provider-ids.ts";
import { connectAccount, getSandbox } from "../connections/support/account.ts";
import { dataCalls, useAccount } from "../connections/support/calls.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { byProvider } from "../support/by-provider.ts";
import { elapsedWithoutStalls } from "../support/elapsed-without-stalls.ts";
import type { ScriptedAnswer } from "../support/sandbox.ts";

resetBeforeEach();

const special: Readonly<Partial<Record<ProviderId, string>>> = {
  figma: "/v1/files/*",
  slack: "/api/conversations.list",
  github: "/user/repos",
  gmail: "/gmail/*",
  calendar: "/calendar/*",
};
const dataPath = byProvider(({ id, sandbox }) => special[id] ?? `${sandbox.endpoints.api}/*`);

const secret = "text-of-the-provider <script>";
const echo = { headers: { "content-type": "text/html", "x-secret": "text-of-the-provider" }, body: secret };
type Outcome = readonly [answer: Omit<ScriptedAnswer, "path">, status: number, code: string];

const outcomes: Readonly<Record<string, Outcome>> = {
  "a 403": [{ status: 403, body: { message: secret, err: secret } }, 403, "insufficient_permissions"],
  "a 404": [{ status: 404, body: { message: secret } }, 404, "not_found"],
  "a 400": [{ status: 400, body: { message: secret } }, 502, "provider_error"],
  "a 500": [{ status: 500, body: { message: secret } }, 503, "provider_unavailable"],
  "a 502 in HTML": [{ status: 502, ...echo }, 503, "provider_unavailable"],
  "a 200 in HTML": [{ status: 200, ...echo }, 502, "provider_error"],
  "a 200 that is no list and no object": [{ status: 200, body: "17" }, 502, "provider_error"],
  "a redirect to another host": [
    { status: 302, headers: { location: "http://127.0.0.1:1/steal" } },
    502,
    "provider_error",
  ],
  "a 429": [{ status: 429, headers: { "retry-after": "7" }, body: secret }, 429, "rate_limited"],
  "100 MB": [{ body: { repeat: { text: '{"a":"text-of-the-provider"}', times: 3_700_000 } } }, 502, "provider_error"],
  "a reset connection": [{ drop: true }, 503, "provider_unavailable"],
};

describe.each(["github", "gmail", "calendar", "figma"] as const)("when %s answers a data call with", (provider) => {
  test.each(Object.entries(outcomes))("%s", async (name, [answer, status, code]) => {
    const account = await connectAccount(provider);
    await getSandbox(provider).script({ ...answer, path: dataPath[provider], times: 9 });
    const shown = await useAccount(account);
    // The caller can request a smaller file or page.
    const isHelped = provider === "figma" || provider === "github";
    const expected = isHelped && name === "100 MB" ? [413, "payload_too_large"] : [status, code];
    expect([shown.status, (shown.json as { code: string }).code]).toEqual(expected);
    expect(shown.headers.get("content-type")).toBe("application/problem+json");
    expect(shown.text + JSON.stringify([...shown.headers])).not.toContain("text-of-the-provider");
    expect((await account.readStored()).status).toBe("active");
  });
});

test("a list of GitHub without one readable member is an empty list", async () => {
  const account = await connectAccount("github");
  await getSandbox("github").script({ path: dataPath.github, status: 200, body: [null], times: 9 });
  expect((await useAccount(account)).json).toEqual({ repositories: [] });
});

describe("when Slack answers a data call with", () => {
  const createErrorAnswer = (error: string, more = {}) => ({ body: { ok: false, error, ...more } });
  test.each<[string, Omit<ScriptedAnswer, "path">, number, string]>([
    ["missing_scope", createErrorAnswer("missing_scope", { needed: "groups:read" }), 403, "insufficient_permissions"],
    ["channel_not_found", createErrorAnswer("channel_not_found"), 404, "not_found"],
    ["an error nobody knows", createErrorAnswer("text_of_the_provider"), 502, "provider_error"],
    ["internal_error", createErrorAnswer("internal_error"), 503, "provider_unavailable"],
    ["ratelimited", createErrorAnswer("ratelimited"), 429, "rate_limited"],
    ["a 429", { status: 429, headers: { "retry-after": "7" } }, 429, "rate_limited"],
    ["a 500", { status: 500, ...echo }, 503, "provider_unavailable"],
    ["a 200 in HTML", { status: 200, ...echo }, 502, "provider_error"],
    ["100 MB", { body: { repeat: { text: "text-of-the-provider", times: 5_000_000 } } }, 413, "payload_too_large"],
    ["a reset connection", { drop: true }, 503, "provider_unavailable"],
  ])("%s", async (_, answer, status, code) => {
    const account = await connectAccount("slack");
    await getSandbox("slack").script({ ...answer, path: dataPath.slack, times: 9 });
    const shown = await useAccount(account);
    expect([shown.status, (shown.json as { code: string }).code]).toEqual([status, code]);
    expect(shown.text).not.toMatch(/text.of.the.provider/);
    expect((await account.readStored()).status).toBe("active");
  });

  test("missing_scope, it says which one and where to get it", async () => {
    const account = await connectAccount("slack");
    await getSandbox("slack").script({
      ...createErrorAnswer("missing_scope", { needed: "groups:read" }),
      path: dataPath.slack,
      // The list is asked for again without the private channels.
      times: 2,
    });
    expect((await useAccount(account)).json).toMatchObject({
      missingScopes: ["groups:read"],
      reconnectUrl: expect.stringContaining("provider=slack"),
    });
  });
});

/** Those of customers and patients are asked for services (test/crm, test/ehr). */
const withEndpoints = (Object.keys(dataCalls) as ProviderId[]).filter((id) => dataCalls[id].on !== "");

describe.each(withEndpoints)("a limit of %s", (provider) => {
  test.each([
    ["7", 7, 7],
    ["1000000000", 60, 86_400],
    ["-5", 1, 86_400],
    ["soon", 1, 86_400],
  ])("with Retry-After %s is passed on within bounds", async (retryAfter, least, most) => {
    const account = await connectAccount(provider);
    await getSandbox(provider).script({
      path: dataPath[provider],
      status: 429,
      headers: { "retry-after": retryAfter },
      body: "",
    });
    const answer = await useAccount(account);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(least);
    expect(Number(answer.headers.get("retry-after"))).toBeLessThanOrEqual(most);
  });
});

test.each([
  ["hangs", { delayMs: 25_000 }],
  ["dribbles", { dribbleMs: 500, body: "x".repeat(200) }],
])("a provider that %s is given up well before the gateway's 30 s", async (_, answer) => {
  const account = await connectAccount("github");
  await getSandbox("github").script({ path: dataPath.github, ...answer });
  const { result, ms } = await elapsedWithoutStalls(() => useAccount(account));
  expect(result.status).toBe(503);
  expect(ms).toBeLessThan(12_000);
});
