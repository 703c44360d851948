// How Figma refuses, and what is made of it.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { findProviderError, type ProviderFailure } from "../../lib/http/provider-error.ts";
import { problemOf } from "../../lib/http/provider-failure.ts";
import { figmaGet, figmaSend } from "../../lib/providers/figma/api.ts";
import { figma } from "../../lib/providers/figma/definition.ts";
import { farEnd, json, type Play, reset } from "../http/far-end.ts";
import { moved } from "./moved.ts";

const end = await farEnd();
afterAll(() => end.close());
beforeEach(() => {
  end.asked.length = 0;
});

const request = () => ({ provider: moved(figma, end.url), token: "figu_fake", fetch });

/** Figma answers so, and `/v1/me` so. */
async function refusal(play: Play, me: Play = json({ id: "1" })): Promise<ProviderFailure> {
  end.play = (response, asked) => (asked.path === "/v1/me" ? me : play)(response, asked);
  const error = await figmaGet(request(), "/v1/files/a", z.unknown()).catch((thrown: unknown) => thrown);
  return findProviderError(error) ?? expect.fail("not refused");
}

const asked = () => end.asked.map(({ path }) => path);
const says = (status: number, err: string, headers = {}) => json({ status, err }, status, headers);
const loud = (status: number, message: string) => json({ error: true, status, message }, status);

test.each([says(403, "Invalid token"), says(403, "Token expired"), loud(403, "Invalid token")])(
  "a token that Figma says it does not know is renewed without further ado",
  async (play) => {
    expect(await refusal(play)).toMatchObject({ kind: "token" });
    expect(asked()).toEqual(["/v1/files/a"]);
  },
);

test("a missing scope is named, and only one that we know", async () => {
  const text = "Invalid scope(s): current_user:read. This endpoint requires the projects:read or evil:scope scope";
  expect(await refusal(says(403, text))).toMatchObject({ kind: "scope", missingScopes: ["projects:read"] });
  expect(asked()).toEqual(["/v1/files/a"]);
});

test.each([says(403, "No access"), says(401, "Unauthorized"), json("?", 403)])(
  "a refusal that does not say of what is one of access where the token still opens /v1/me",
  async (play) => {
    expect(await refusal(play)).toMatchObject({ kind: "scope", code: "not_shown" });
    expect(asked()).toEqual(["/v1/files/a", "/v1/me"]);
  },
);

test.each([says(403, "Forbidden"), says(403, "Invalid token"), says(401, "Unauthorized")])(
  "it is one of the token where /v1/me is refused too",
  async (me) => {
    expect(await refusal(says(403, "No access"), me)).toMatchObject({ kind: "token" });
  },
);

test.each([
  ["a limit", says(429, "Rate limit", { "retry-after": "600" })],
  ["a failure", says(500, "Oops")],
  ["a lost connection", reset],
  ["a scope that is missing there", says(403, "Invalid scope. This endpoint requires the current_user:read scope")],
])("%s at /v1/me does not condemn a token", async (_, me) => {
  expect(await refusal(says(403, "No access"), me)).toMatchObject({ kind: "scope" });
});

test("one call asks for /v1/me once, however many of its requests are refused", async () => {
  end.play = (response, { path }) => (path === "/v1/me" ? json({ id: "1" }) : says(403, "No access"))(response, seen);
  const call = request();
  const ask = (path: string) => figmaGet(call, path, z.unknown()).catch(findProviderError);
  expect(await Promise.all([ask("/a"), ask("/b"), ask("/c")])).toEqual(
    Array(3).fill(expect.objectContaining({ kind: "scope" })),
  );
  expect(asked().filter((path) => path === "/v1/me")).toHaveLength(1);
});
const seen = { method: "GET", path: "", headers: {}, body: "" };

test("what changes something is not sent again to find out", async () => {
  end.play = (response, { path }) => (path === "/v1/me" ? json({ id: "1" }) : says(403, "No access"))(response, seen);
  const sent = figmaSend(request(), "POST", "/v1/files/a/comments", z.unknown(), { message: "x" });
  expect(findProviderError(await sent.catch((error: unknown) => error))).toMatchObject({ kind: "scope" });
  expect(asked()).toEqual(["/v1/files/a/comments", "/v1/me"]);
});

const limit = (type: string, link = "https://www.figma.com/upgrade") =>
  says(429, "Rate limit exceeded", {
    "retry-after": "400000",
    "x-figma-plan-tier": "starter",
    "x-figma-rate-limit-type": type,
    "x-figma-upgrade-link": link,
  });

test("a limit of days is passed on as one day, with what Figma says of it", async () => {
  const problem = problemOf(await refusal(limit("high")), "Figma");
  expect(problem).toMatchObject({ code: "rate_limited", retryAfter: 86_400 });
  expect(problem.members).toEqual({
    limitType: "high",
    planTier: "starter",
    upgradeUrl: "https://www.figma.com/upgrade",
  });
  expect(problem.message).toBe("Figma is limiting requests. Try again later.");
});

test("the limit of a View or Collab seat is told in words", async () => {
  expect(problemOf(await refusal(limit("low")), "Figma").message).toMatch(/View or Collab seat.*Dev or Full seat/);
});

test.each(["https://evil.example/upgrade", "javascript:alert(1)", "https://a@www.figma.com/", "http://www.figma.com/"])(
  "a limit's link to %s is not passed on",
  async (link) => {
    expect(problemOf(await refusal(limit("odd", link)), "Figma").members).toEqual({ planTier: "starter" });
  },
);

test.each([
  [400, "Request too large", "asked_too_much"],
  [400, "Render timeout, try requesting fewer or smaller images", "asked_too_much"],
  [400, "Invalid ids", "http_400"],
])("a %i with the text %j has the code %s", async (status, text, code) => {
  expect(await refusal(says(status, text))).toMatchObject({ kind: "permanent", code });
});
