// Figma's refusals, and the errors they become.
import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { findProviderError, type ProviderFailure } from "../../../lib/http/provider-error.ts";
import { failureToProblem } from "../../../lib/http/provider-problem.ts";
import { getFromFigma, sendToFigma } from "../../../lib/providers/figma/api.ts";
import { figma } from "../../../lib/providers/figma/definition.ts";
import { json, type Play, reset, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
});

const request = () => ({ provider: withOrigin(figma, end.url), token: "figu_fake", fetch });

/** The failure when Figma answers with `play`, and `/v1/me` with `me`. */
async function refusal(play: Play, me: Play = json({ id: "1" })): Promise<ProviderFailure> {
  end.play = (response, asked) => (asked.path === "/v1/me" ? me : play)(response, asked);
  const error = await getFromFigma(request(), "/v1/files/a", z.unknown()).catch((thrown: unknown) => thrown);
  return findProviderError(error) ?? expect.fail("not refused");
}

const listPaths = () => end.requests.map(({ path }) => path);
const errorAnswer = (status: number, err: string, headers = {}) => json({ status, err }, status, headers);
const loudErrorAnswer = (status: number, message: string) => json({ error: true, status, message }, status);

test.each([
  errorAnswer(403, "Invalid token"),
  errorAnswer(403, "Token expired"),
  loudErrorAnswer(403, "Invalid token"),
])("a token that Figma says it does not know is renewed without further ado", async (play) => {
  expect(await refusal(play)).toMatchObject({ kind: "token" });
  expect(listPaths()).toEqual(["/v1/files/a"]);
});

test("a missing scope is named, and only one that we know", async () => {
  const text = "Invalid scope(s): current_user:read. This endpoint requires the projects:read or evil:scope scope";
  expect(await refusal(errorAnswer(403, text))).toMatchObject({ kind: "scope", missingScopes: ["projects:read"] });
  expect(listPaths()).toEqual(["/v1/files/a"]);
});

test.each([errorAnswer(403, "No access"), errorAnswer(401, "Unauthorized"), json("?", 403)])(
  "a refusal that does not say of what is one of access where the token still opens /v1/me",
  async (play) => {
    expect(await refusal(play)).toMatchObject({ kind: "scope", code: "not_shown" });
    expect(listPaths()).toEqual(["/v1/files/a", "/v1/me"]);
  },
);

test.each([errorAnswer(403, "Forbidden"), errorAnswer(403, "Invalid token"), errorAnswer(401, "Unauthorized")])(
  "it is one of the token where /v1/me is refused too",
  async (me) => {
    expect(await refusal(errorAnswer(403, "No access"), me)).toMatchObject({ kind: "token" });
  },
);

test.each([
  ["a limit", errorAnswer(429, "Rate limit", { "retry-after": "600" })],
  ["a failure", errorAnswer(500, "Oops")],
  ["a lost connection", reset],
  [
    "a scope that is missing there",
    errorAnswer(403, "Invalid scope. This endpoint requires the current_user:read scope"),
  ],
])("%s at /v1/me does not condemn a token", async (_, me) => {
  expect(await refusal(errorAnswer(403, "No access"), me)).toMatchObject({ kind: "scope" });
});

test("one call asks for /v1/me once, however many of its requests are refused", async () => {
  end.play = (response, { path }) =>
    (path === "/v1/me" ? json({ id: "1" }) : errorAnswer(403, "No access"))(response, seen);
  const call = request();
  const ask = (path: string) => getFromFigma(call, path, z.unknown()).catch(findProviderError);
  expect(await Promise.all([ask("/a"), ask("/b"), ask("/c")])).toEqual(
    Array(3).fill(expect.objectContaining({ kind: "scope" })),
  );
  expect(listPaths().filter((path) => path === "/v1/me")).toHaveLength(1);
});
const seen = { method: "GET", path: "", headers: {}, body: "" };

test("a changing request is not repeated to find out why it failed", async () => {
  end.play = (response, { path }) =>
    (path === "/v1/me" ? json({ id: "1" }) : errorAnswer(403, "No access"))(response, seen);
  const sent = sendToFigma(
    request(),
    { method: "POST", path: "/v1/files/a/comments", content: { message: "x" } },
    z.unknown(),
  );
  expect(findProviderError(await sent.catch((error: unknown) => error))).toMatchObject({ kind: "scope" });
  expect(listPaths()).toEqual(["/v1/files/a/comments", "/v1/me"]);
});

const limit = (type: string, link = "https://www.figma.com/upgrade") =>
  errorAnswer(429, "Rate limit exceeded", {
    "retry-after": "400000",
    "x-figma-plan-tier": "starter",
    "x-figma-rate-limit-type": type,
    "x-figma-upgrade-link": link,
  });

test("a limit of days is passed on as one day, with what Figma says of it", async () => {
  const problem = failureToProblem(await refusal(limit("high")), "Figma");
  expect(problem).toMatchObject({ code: "rate_limited", retryAfter: 86_400 });
  expect(problem.members).toEqual({
    limitType: "high",
    planTier: "starter",
    upgradeUrl: "https://www.figma.com/upgrade",
  });
  expect(problem.message).toBe("Figma is limiting requests. Try again later.");
});

test("the limit of a View or Collab seat is told in words", async () => {
  expect(failureToProblem(await refusal(limit("low")), "Figma").message).toMatch(
    /View or Collab seat.*Dev or Full seat/,
  );
});

test.each(["https://evil.example/upgrade", "javascript:alert(1)", "https://a@www.figma.com/", "http://www.figma.com/"])(
  "a limit's link to %s is not passed on",
  async (link) => {
    expect(failureToProblem(await refusal(limit("odd", link)), "Figma").members).toEqual({ planTier: "starter" });
  },
);

test.each([
  [400, "Request too large", "asked_too_much"],
  [400, "Render timeout, try requesting fewer or smaller images", "asked_too_much"],
  [400, "Invalid ids", "http_400"],
])("a %i with the text %j has the code %s", async (status, text, code) => {
  expect(await refusal(errorAnswer(status, text))).toMatchObject({ kind: "permanent", code });
});
