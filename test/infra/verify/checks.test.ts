import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { listChecks } from "../../../infra/verify/list-checks.ts";
import { describeResult, runChecks } from "../../../infra/verify/run-checks.ts";
import { hasValidSignature } from "../../../lib/webhooks/signature.ts";
import { json, type Play, startTestServer } from "../../support/test-server.ts";

const api = await startTestServer();
afterAll(() => api.close());

const healthy: Readonly<Record<string, Play>> = {
  "/api/health": json({ status: "ok", version: "1" }),
  "/api/v1/webhooks/health": json({ status: "ok" }),
  "/api/integrations": json({ integrations: [] }),
  "/api/health/deep": json({ status: "ok", dependencies: [{ name: "encryption key", ok: true }] }),
  "/api/integrations/slack/webhook": (response, { body }) =>
    response.end(JSON.stringify({ challenge: JSON.parse(body).challenge })),
};
const answering = (changed: Readonly<Record<string, Play>> = {}) => {
  const plays = { ...healthy, ...changed };
  api.play = (response, asked) => (plays[asked.path] ?? json({}, 404))(response, asked);
};

beforeEach(() => {
  api.requests.length = 0;
  answering();
});

const secret = "a-signing-secret";
const everything = { token: "a-token", environment: { SLACK_SIGNING_SECRET: secret } };
const check = async (options: { token?: string; environment?: NodeJS.ProcessEnv } = {}) =>
  runChecks(listChecks({ environment: {}, ...options, publicBaseUrl: api.url }));

const problems = async () => Object.fromEntries((await check(everything)).map(({ name, problem }) => [name, problem]));

describe("the checks of a stage", () => {
  it("ask what everybody may ask, without a token", async () => {
    expect((await check()).map(({ name }) => name)).toEqual(["GET /api/health", "GET /api/v1/webhooks/health"]);
    expect(api.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });

  it("ask as an administrator with a token, and send a challenge with a secret", async () => {
    const results = await check(everything);
    expect(results.map(({ name, problem }) => [name, problem])).toEqual([
      ["GET /api/health", undefined],
      ["GET /api/v1/webhooks/health", undefined],
      ["GET /api/integrations", undefined],
      ["GET /api/health/deep", undefined],
      ["POST /api/integrations/slack/webhook (url_verification)", undefined],
    ]);
    expect(api.requests.map(({ headers }) => headers.authorization)).toEqual([
      ...[undefined, undefined, "Bearer a-token", "Bearer a-token", undefined],
    ]);
  });

  it("expect the API's own address to be closed where an edge is in front of it", async () => {
    const closed = await startTestServer(json({ code: "forbidden" }, 403));
    const ask = async (closedAddress: string) =>
      (await runChecks(listChecks({ environment: {}, publicBaseUrl: api.url, closedAddress }))).at(-1)?.problem;
    expect(await ask(closed.url)).toBeUndefined();
    expect(closed.requests.map(({ path }) => path)).toEqual(["/api/health"]);
    expect(await ask(api.url)).toBe("answered 200: the API is open beside its edge");
    await closed.close();
  });

  it("sign the challenge as the provider does", async () => {
    await check(everything);
    const { headers, body = "" } = api.requests.at(-1) ?? {};
    const time = String(headers?.["x-slack-request-timestamp"]);
    const signature = Buffer.from(String(headers?.["x-slack-signature"]).slice("v0=".length), "hex");
    const isSignedWith = (each: string) => hasValidSignature(signature, [each], `v0:${time}:`, Buffer.from(body));
    expect(isSignedWith(secret)).toBe(true);
    expect(isSignedWith("another")).toBe(false);
    expect(Math.abs(Date.now() / 1000 - Number(time))).toBeLessThan(300);
    expect(JSON.parse(body)).toEqual({ type: "url_verification", challenge: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  it.each<[string, Play, string]>([
    ["/api/health", json({}, 503), "answered 503"],
    ["/api/health", json({ hello: 1 }), "answered something else than our API"],
    ["/api/health", (response) => response.end("<html>"), "answered something else than our API"],
    ["/api/v1/webhooks/health", json({ status: "degraded" }), "says degraded"],
    ["/api/integrations", json({}, 401), "answered 401: the token is not accepted, or has expired"],
    ["/api/health/deep", json({}, 403), "answered 403: the token is not an administrator's"],
    [
      "/api/health/deep",
      json({ status: "degraded", dependencies: [{ name: "encryption key", ok: false }] }, 503),
      "these do not answer: encryption key",
    ],
    ["/api/integrations", (response) => response.writeHead(302, { location: "/api/health" }).end(), "answered 302"],
  ])("GET %s fails where it should", async (path, play, problem) => {
    answering({ [path]: play });
    const found = await problems();
    expect(found[`GET ${path}`]).toBe(problem);
    expect(Object.values(found).filter((each) => each !== undefined)).toHaveLength(1);
  });

  it.each<[Play, string]>([
    [json({}, 401), "answered 401: the stage has another signing secret"],
    [json({}, 404), "answered 404"],
    [json({ challenge: "another" }), "did not answer with the challenge"],
    [json({ ok: true }), "did not answer with the challenge"],
  ])("a challenge fails where it should", async (play, problem) => {
    answering({ "/api/integrations/slack/webhook": play });
    expect((await problems())["POST /api/integrations/slack/webhook (url_verification)"]).toBe(problem);
  });

  it("say why nothing answers", async () => {
    const closed = await startTestServer();
    await closed.close();
    const [result] = await runChecks(listChecks({ publicBaseUrl: closed.url, environment: {} }));
    expect(result?.problem).toBe("no answer (ECONNREFUSED)");
  });
});

describe("a check's line", () => {
  it("has ok or failed, what was asked and milliseconds", async () => {
    let now = 0;
    const run = async () => {
      now += 34.4;
    };
    const fail = async () => Promise.reject(new Error("answered 503"));
    const results = await runChecks(
      [
        { name: "GET /a", run },
        { name: "GET /b", run: fail },
      ],
      () => now,
    );
    expect(results.map(describeResult)).toEqual(["ok      GET /a  34 ms", "failed  GET /b  0 ms  answered 503"]);
  });
});
