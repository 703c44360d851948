import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import type { ViewerEvent } from "../../../infra/aliases/edge-function.ts";
import { generateEdgeFunction } from "../../../infra/aliases/generate.ts";
import { generateNginxConfiguration } from "../../../infra/aliases/generate-nginx.ts";
import { planAliases } from "../../../infra/aliases/plan.ts";
import { rewritePath, writeRefusal } from "../../../infra/aliases/rewrite-path.ts";
import { Problem } from "../../../lib/errors.ts";
import { toProblemResponse } from "../../../lib/http/problem-response.ts";
import { exampleStage } from "../support/synthesized.ts";
import { evaluateMaps } from "./nginx-stand-in.ts";
import { oldAliases, refused, vectors } from "./vectors.ts";

const rules = planAliases({ ...exampleStage, aliases: oldAliases });
const source = generateEdgeFunction(rules);

describe("the rule", () => {
  test.each(vectors)("%s becomes %s: %s", (request, path) => {
    const [method = "", from = ""] = request.split(" ");
    expect(rewritePath(rules, method, from) ?? refused).toBe(path);
  });
});

describe("the CloudFront Function", () => {
  /** Runs it as the edge does: a script of its own, whose global `handler` gets an event. */
  const callFunction = (event: ViewerEvent) =>
    JSON.parse(runInNewContext(`${source}\nJSON.stringify(handler(${JSON.stringify(event)}))`));

  const sendThroughEdge = (request: string) => {
    const [method = "", uri = ""] = request.split(" ");
    const more = { querystring: { q: { value: "a%2Fb" } }, headers: { host: { value: "app.example.com" } } };
    return callFunction({ context: { requestId: "edge-1" }, request: { method, uri, ...more } });
  };

  test.each(vectors)("%s becomes %s: %s", (request, path) => {
    const { uri, statusCode } = sendThroughEdge(request);
    expect(uri ?? String(statusCode)).toBe(path);
  });

  test("leaves query, headers and method alone", () => {
    expect(sendThroughEdge("GET /health")).toEqual({
      method: "GET",
      uri: "/api/health",
      querystring: { q: { value: "a%2Fb" } },
      headers: { host: { value: "app.example.com" } },
    });
  });

  test("answers what it refuses as a problem that old clients can show", () => {
    const { headers, body } = sendThroughEdge("GET /integrations/../admin");
    expect(headers).toEqual({ "content-type": { value: "application/problem+json" } });
    expect(body.encoding).toBe("text");
    expect(JSON.parse(body.data)).toMatchObject({ status: 400, requestId: "edge-1", message: expect.any(String) });
  });

  test("fits into the 10 kB that CloudFront allows, and imports and exports nothing", () => {
    expect(Buffer.byteLength(source)).toBeLessThan(10_000);
    expect(source).not.toMatch(/^\s*(import|export)\b|\brequire\(/m);
  });
});

describe("the maps for nginx", () => {
  const configuration = generateNginxConfiguration(rules);

  test.each(vectors)("%s becomes %s: %s", (request, path) => {
    const [method = "", target = ""] = request.split(" ");
    expect(evaluateMaps(configuration, method, target) || refused).toBe(path);
  });

  test.each(vectors)("%s becomes %s with its query: %s", (request, path) => {
    const [method = "", target = ""] = request.split(" ");
    const query = "?code=a%2Fb&x=../..//\\&y=%252e";
    expect(evaluateMaps(configuration, method, target + query) || refused).toBe(
      path === refused ? refused : path + query,
    );
  });

  test("keeps every word within the 4 kB that nginx reads", () => {
    expect(Math.max(...configuration.split("\n").map((line) => line.length))).toBeLessThan(4096);
  });
});

test("the refusal has the members of every problem", () => {
  const { body = "" } = toProblemResponse(new Problem("invalid_request"), "1");
  const { error, message, ...problem } = JSON.parse(writeRefusal("1"));
  expect({ ...JSON.parse(body), ...problem }).toEqual({ ...JSON.parse(body), detail: problem.detail });
  expect([error, message]).toEqual([problem.detail, problem.detail]);
});
