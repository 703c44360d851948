// The refusals of each provider's API, and the errors they become.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { getFromFigma } from "../../lib/providers/figma/api.ts";
import { figma } from "../../lib/providers/figma/definition.ts";
import { readGithubPage } from "../../lib/providers/github/api.ts";
import { github } from "../../lib/providers/github/definition.ts";
import { toGithubFailure } from "../../lib/providers/github/errors.ts";
import { gmail } from "../../lib/providers/gmail/definition.ts";
import { getFromGoogle } from "../../lib/providers/google/api.ts";
import { answer, json, type Play, reset, startTestServer } from "../support/test-server.ts";
import { withOrigin } from "./support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
});

const anything = z.unknown();
const calls = {
  figma: () => getFromFigma({ provider: withOrigin(figma, end.url), token: "t-1", fetch }, "/v1/files/a", anything),
  github: () => readGithubPage({ provider: withOrigin(github, end.url), token: "t-1", fetch }, "/user", anything),
  google: () =>
    getFromGoogle({ provider: withOrigin(gmail, end.url), token: "t-1", fetch }, "/users/me/messages", anything),
};

async function refusal(name: keyof typeof calls, play: Play) {
  end.play = play;
  return findProviderError(await calls[name]().catch((error: unknown) => error));
}

test.each(["figma", "github", "google"] as const)(
  "sends %s's token in the header, never in the address",
  async (name) => {
    end.play = json({});
    await calls[name]();
    expect(end.requests[0]?.headers.authorization).toBe("Bearer t-1");
    expect(end.requests[0]?.path).not.toContain("t-1");
  },
);

test("tells GitHub who is asking, which it requires", async () => {
  end.play = json({});
  await calls.github();
  expect(end.requests[0]?.headers["user-agent"]).toBe("Patchbay");
});

test.each([
  [{ status: 403, err: "Invalid token" }, "token"],
  [{ status: 403, err: "Token expired" }, "token"],
  [{ error: true, status: 403, message: "Invalid token" }, "token"],
  [{ status: 403, err: "File not exportable" }, "scope"],
  [{ status: 403, err: "Invalid scope. This endpoint requires the projects:read scope" }, "scope"],
  [{ status: 403 }, "scope"],
  ["Invalid token", "scope"],
  [null, "scope"],
])("takes Figma's 403 with %j for %s where the token still opens /v1/me", async (body, expected) => {
  const play: Play = (response, asked) => (asked.path === "/v1/me" ? json({}) : json(body, 403))(response, asked);
  expect((await refusal("figma", play))?.kind).toBe(expected);
});

test("passes on that Figma asks to wait for days", async () => {
  expect(
    await refusal("figma", json({ status: 429, err: "Rate limit" }, 429, { "retry-after": "396000" })),
  ).toMatchObject({
    kind: "rate",
    retryAfterSeconds: 396_000,
  });
});

const now = 1_800_000_000;
const limit = (status: number, headers: Record<string, string>, message = "no") =>
  toGithubFailure({ status, headers: new Headers(headers), body: { message } }, now);

test.each<[string, number, Record<string, string>, number]>([
  ["the primary limit", 403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now + 90) }, 90],
  ["the primary limit at 429", 429, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now + 90) }, 90],
  [
    "a limit whose window has just ended",
    403,
    { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now - 5) },
    1,
  ],
  ["a limit without a reset", 403, { "x-ratelimit-remaining": "0" }, 1],
  ["a limit whose reset is no number", 403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon" }, 1],
  ["the secondary limit with a wait", 403, { "retry-after": "30", "x-ratelimit-remaining": "100" }, 30],
  ["429 without a word", 429, {}, 60],
])("waits for GitHub as %s asks", (_, status, headers, retryAfter) => {
  expect(limit(status, headers)).toMatchObject({ kind: "rate", code: `http_${status}`, retryAfterSeconds: retryAfter });
});

test("waits a minute for GitHub's secondary limit that comes without a header", () => {
  const message = "You have exceeded a secondary rate limit. Please wait a few minutes.";
  expect(limit(403, { "x-ratelimit-remaining": "4999" }, message)).toMatchObject({
    kind: "rate",
    retryAfterSeconds: 60,
  });
});

test.each([
  ["a permission", 403, { message: "Resource not accessible by integration" }, "scope"],
  ["single sign-on", 403, { message: "Resource protected by organization SAML enforcement." }, "scope"],
  ["a bad token", 401, { message: "Bad credentials" }, "token"],
  ["what it does not show", 404, { message: "Not Found" }, "absent"],
  ["validation", 422, { message: "Validation Failed" }, "permanent"],
])("knows GitHub's refusal over %s", async (_, status, body, expected) => {
  expect((await refusal("github", json(body, status)))?.kind).toBe(expected);
});

const reasons = (...names: string[]) => ({ error: { code: 403, errors: names.map((reason) => ({ reason })) } });

test.each([
  ["rateLimitExceeded", "rate"],
  ["userRateLimitExceeded", "rate"],
  ["dailyLimitExceeded", "rate"],
  ["quotaExceeded", "rate"],
  ["insufficientPermissions", "scope"],
  ["forbidden", "scope"],
  ["domainPolicy", "scope"],
  ["accessNotConfigured", "config"],
])("takes Google's 403 for the reason %s for %s", async (reason, expected) => {
  expect((await refusal("google", json(reasons(reason), 403)))?.kind).toBe(expected);
});

test.each([
  ["no reasons", reasons()],
  ["no errors", { error: { code: 403, status: "PERMISSION_DENIED" } }],
  ["another shape", { error: "forbidden" }],
])("takes Google's 403 with %s for a missing permission", async (_, body) => {
  expect((await refusal("google", json(body, 403)))?.kind).toBe("scope");
});

test.each([
  [401, "token"],
  [429, "rate"],
  [500, "transient"],
  [503, "transient"],
])("takes Google's %i for %s", async (status, expected) => {
  expect((await refusal("google", json({ error: { code: status } }, status)))?.kind).toBe(expected);
});

const outages: [string, Play][] = [
  ["a page of HTML at 502", answer(502, "<html>")],
  ["a reset", reset],
];
test.each(
  (["figma", "github", "google"] as const).flatMap((name) =>
    outages.map(([what, play]) => [name, what, play] as const),
  ),
)("takes %s's %s for an outage", async (name, _, play) => {
  expect((await refusal(name, play))?.kind).toBe("transient");
});
