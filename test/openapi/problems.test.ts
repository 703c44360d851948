import { expect, test } from "vitest";
import { buildFailureResponses, getResponseName, problemStatuses } from "../../infra/openapi/problems.ts";
import { Problem, type ProblemCode } from "../../lib/errors.ts";

const codes = Object.keys(problemStatuses) as ProblemCode[];

test.each(codes)("shows the same status for %s as the API returns", (code) => {
  expect(problemStatuses[code]).toBe(new Problem(code).status);
});

test("describes the gateway's own errors in their own form", () => {
  const { Forbidden, Conflict } = buildFailureResponses();
  expect(Object.keys(Object(Forbidden).content)).toEqual(["application/problem+json", "application/json"]);
  expect(Object.keys(Object(Conflict).content)).toEqual(["application/problem+json"]);
});

test("says after how long to ask again where there is a limit", () => {
  expect(buildFailureResponses()[getResponseName(429)]).toMatchObject({ headers: { "Retry-After": {} } });
});
