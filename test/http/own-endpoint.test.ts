// What a Lambda asks of another endpoint of ours, as the caller of its own request.
import "./lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { Origin } from "../../lib/http/endpoint.ts";
import { asCaller } from "../../lib/http/own-endpoint.ts";
import { answer, hang, json, reset, startTestServer } from "../support/test-server.ts";

const own = await startTestServer();
const elsewhere = await startTestServer();
process.env.PUBLIC_BASE_URL = own.url;
afterAll(() => Promise.all([own.close(), elsewhere.close()]));
beforeEach(() => {
  own.play = json({ items: [1] });
  for (const server of [own, elsewhere]) server.requests.length = 0;
});

const createOrigin = (): Origin => ({ ip: "192.0.2.1", requestId: "r-1" });
const ask = (path: string, headers: Record<string, string> = {}, origin = createOrigin()) =>
  asCaller({ headers, origin })(path);

test("asks with the token and the tenant of the caller, and with nothing else of the request", async () => {
  const identity = { authorization: "Bearer a.b.c", "x-tenant-id": "acme" };
  await ask("/api/slack/channels?limit=2", { ...identity, cookie: "a=1", "x-other": "1" });
  expect(own.requests).toMatchObject([{ method: "GET", path: "/api/slack/channels?limit=2", headers: identity }]);
  for (const name of ["cookie", "x-other"]) expect(own.requests[0]?.headers).not.toHaveProperty(name);
});

test("names no token and no tenant where the request has none", async () => {
  await ask("/api/slack/channels");
  expect(own.requests[0]?.headers).not.toHaveProperty("authorization");
  expect(own.requests[0]?.headers).not.toHaveProperty("x-tenant-id");
});

test.each([
  ["an answer", json({ items: [1] }), { ok: true, body: { items: [1] } }],
  ["a refusal", json({ code: "forbidden" }, 403), { ok: false, body: { code: "forbidden" } }],
  ["what is no JSON", answer(200, "<html>"), { ok: true, body: undefined }],
  ["nothing", answer(204), { ok: true, body: undefined }],
])("hands over %s", async (_, play, expected) => {
  own.play = play;
  expect(await ask("/api/x")).toEqual(expected);
});

test.each([
  ["cannot be reached", reset],
  ["leads elsewhere", answer(302, "", { location: `${elsewhere.url}/steal` })],
])("asks to come back soon where the endpoint %s", async (_, play) => {
  own.play = play;
  const refused = ask("/api/x", { authorization: "Bearer a.b.c" });
  await expect(refused).rejects.toMatchObject({
    code: "provider_unavailable",
    retryAfter: 5,
    cause: expect.any(Error),
  });
  expect(elsewhere.requests).toEqual([]);
});

test("shares the deadline of its request with all other calls that are made for it", async () => {
  own.play = hang;
  const spent = { ...createOrigin(), deadline: AbortSignal.timeout(20) };
  await expect(ask("/api/x", {}, spent)).rejects.toMatchObject({ code: "provider_unavailable" });
  const fresh = createOrigin();
  own.play = json({});
  await ask("/api/x", {}, fresh);
  expect(fresh.deadline).toMatchObject({ aborted: false });
});
