import "../../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { Problem } from "../../../lib/errors.ts";
import { ProviderError } from "../../../lib/http/provider-error.ts";
import { failureToProblem } from "../../../lib/http/provider-problem.ts";
import { toDetailedFailure, toGithubProblem } from "../../../lib/providers/github/errors.ts";

type Refused = { status: number; body?: unknown; headers?: Record<string, string>; isWrite?: boolean };

/** Our answer to a caller who sent these fields. */
function getOutcome(
  { status, body = { message: "text of GitHub" }, headers = {}, isWrite }: Refused,
  fields: string[] = [],
) {
  const failure = toDetailedFailure({ status, headers: new Headers(headers), body }, isWrite);
  const error = toGithubProblem(new ProviderError(failure), fields);
  const { code, message, members } = error instanceof Problem ? error : failureToProblem(failure, "GitHub");
  return { code, message, members } as { code: string; message: string; members: Record<string, unknown> };
}

const sso = { "x-github-sso": "required; url=https://github.com/orgs/acme/sso?authorization_request=x" };

test.each<[string, Refused, string, RegExp]>([
  ["a renamed repository", { status: 301 }, "not_found", /renamed or moved/],
  ["a repository that is elsewhere", { status: 308 }, "not_found", /renamed or moved/],
  ["a write to a renamed repository", { status: 307, isWrite: true }, "not_found", /renamed or moved/],
  ["a read that is led elsewhere", { status: 307 }, "provider_error", /refused/],
  ["issues that are turned off", { status: 410 }, "not_found", /turned off/],
  ["what the law hides", { status: 451 }, "not_found", /legal reasons/],
  [
    "a repository that is blocked",
    { status: 403, body: { message: "Repository access blocked", block: { reason: "dmca" } } },
    "not_found",
    /legal reasons/,
  ],
  ["an organization with single sign-on", { status: 403, headers: sso }, "insufficient_permissions", /single sign-on/],
  [
    "an archived repository",
    { status: 403, body: { message: "Repository was archived so is read-only." } },
    "conflict",
    /archived/,
  ],
  [
    "a locked conversation",
    { status: 403, body: { message: "Unable to create comment because issue is locked." } },
    "conflict",
    /locked/,
  ],
  ["a missing right", { status: 403 }, "insufficient_permissions", /Insufficient/],
  ["what it hides", { status: 404 }, "not_found", /does not show it to you/],
  ["a limit of its own", { status: 403, headers: { "retry-after": "9" } }, "rate_limited", /limiting/],
  [
    "a limit that speaks of locks",
    { status: 403, body: { message: "rate limit: locked" } },
    "rate_limited",
    /limiting/,
  ],
  ["an outage", { status: 502, body: undefined }, "provider_unavailable", /did not answer/],
  ["422 without a reason", { status: 422 }, "provider_error", /refused/],
  ["422 that is no object", { status: 422, body: [null] }, "provider_error", /refused/],
])("tells a caller of %s", (_, refused, code, message) => {
  expect(getOutcome(refused, ["title"])).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(JSON.stringify(getOutcome(refused))).not.toContain("text of GitHub");
});

const validation = (...errors: unknown[]) => ({ status: 422, body: { message: "Validation Failed", errors } });

test.each([
  ["assignees", validation({ resource: "Issue", field: "assignees", code: "invalid", value: "<nobody>" })],
  ["milestone", validation("words", { resource: "Issue", field: "milestone", code: "invalid" })],
  ["labels", validation({ resource: "Label", field: "name", code: "invalid" })],
])("names %s when that is what GitHub refuses", (field, refused) => {
  const { code, members, message } = getOutcome(refused, ["title", field]);
  expect([code, members]).toEqual(["invalid_request", { field }]);
  expect(message).not.toContain("nobody");
});

test.each([
  ["was not sent", validation({ resource: "Issue", field: "assignees", code: "invalid" })],
  ["is not among ours", validation({ resource: "Issue", field: "base_sha", code: "invalid" })],
  ["is no name", validation({ resource: "Issue", field: "title: <b>", code: "invalid" })],
])("names no field that %s", (_, refused) => {
  expect(getOutcome(refused, ["title"]).code).toBe("provider_error");
});

test("an answer that is too large is the caller's error", () => {
  const error = toGithubProblem(new ProviderError({ kind: "permanent", code: "answer_too_large" }), []);
  expect(error).toMatchObject({ code: "payload_too_large", message: expect.stringContaining("limit") });
});

test("after a write, an answer that is too large means an unknown outcome", () => {
  const lost = new ProviderError({ kind: "unknown", code: "answer_too_large" });
  expect(toGithubProblem(lost, [])).toBe(lost);
});
