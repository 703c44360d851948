// What is sent to a provider, and where to: headers, limits, and hosts that users chose.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { createProviderFetch, createTokenFetch, defaultHeaders } from "../../lib/oauth/client.ts";
import { createAcme } from "../support/acme-provider.ts";
import { answer, hang, json, startTestServer } from "../support/test-server.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
  end.play = json({ ok: true });
});

const acme = createAcme(end.url);
const api = `${end.url}/api/me`;
const getFailure = async (call: Promise<unknown>) => findProviderError(await call.catch((error: unknown) => error));

test("sends what the caller gives, and returns what the provider answers", async () => {
  const response = await createProviderFetch(acme, fetch)(api, { method: "PUT", body: "text", headers: { a: "b" } });
  expect(end.requests).toMatchObject([{ method: "PUT", path: "/api/me", body: "text", headers: { a: "b" } }]);
  expect(await response.json()).toEqual({ ok: true });
});

test("gets an address when the caller gives nothing else", async () => {
  await createProviderFetch(acme, fetch)(new URL(api));
  expect(end.requests).toMatchObject([{ method: "GET", path: "/api/me", body: "" }]);
});

test("reads as much as it may, and not a byte more", async () => {
  end.play = answer(200, "12345678");
  expect(await (await createProviderFetch(acme, fetch, { maxBytes: 8 })(api)).text()).toBe("12345678");
  expect(await getFailure(createProviderFetch(acme, fetch, { maxBytes: 7 })(api))).toMatchObject({
    code: "answer_too_large",
  });
  expect(await getFailure(createTokenFetch(acme, "at", fetch, { maxBytes: 7 })(api))).toMatchObject({
    code: "answer_too_large",
  });
});

test("waits no longer than it may", async () => {
  end.play = hang;
  expect(await getFailure(createProviderFetch(acme, fetch, { deadlineMs: 20 })(api))).toMatchObject({
    kind: "transient",
    code: "TimeoutError",
  });
});

test("sends the access token beside the headers of the caller, which win over the usual ones", async () => {
  const send = createTokenFetch(acme, "at-1", fetch, { headers: { accept: "text/usual", "user-agent": "usual" } });
  await send(api, { method: "POST", headers: { Accept: "text/own", Authorization: "Bearer other" } });
  expect(end.requests).toMatchObject([
    { method: "POST", headers: { accept: "text/own", "user-agent": "usual", authorization: "Bearer at-1" } },
  ]);
});

test("sends the access token where the caller gives nothing, in the provider's own header", async () => {
  await createTokenFetch(createAcme(end.url, { tokenHeader: "x-acme-token" }), "at-1", fetch)(api);
  expect(end.requests).toMatchObject([{ method: "GET", headers: { "x-acme-token": "at-1" } }]);
  expect(end.requests[0]?.headers).not.toHaveProperty("authorization");
});

test("asks for JSON under our own name unless a caller does otherwise", async () => {
  await createTokenFetch(acme, "at-1", fetch, { headers: defaultHeaders })(api);
  expect(end.requests).toMatchObject([{ headers: { accept: "application/json", "user-agent": "Patchbay" } }]);
});

test("reaches the addresses that it knows while others are not known yet, and nothing by an unknown one", async () => {
  const endpoints = { ...acme.endpoints, userinfo: "{base}/me", api: "https://{shop}.acme.example" };
  const send = createProviderFetch(createAcme(end.url, { endpoints }), fetch);
  expect((await send(endpoints.token)).status).toBe(200);
  expect(await getFailure(send(endpoints.api))).toMatchObject({ code: "egress_refused" });
});

test("reaches the local stack where users choose the hosts", async () => {
  const local = `http://localhost:${new URL(end.url).port}`;
  const chosen = createAcme(local, { hasChosenHosts: true });
  const response = await createProviderFetch(chosen, fetch)(`${local}/api`);
  expect([response.status, end.requests.length]).toEqual([200, 1]);
});

test.each([
  ["plain http to another host than the local one", "http://acme.example"],
  ["the local host under https", "https://localhost"],
  ["an address instead of a name", "https://192.0.2.1"],
])("does not send %s where users choose the hosts", async (_, origin) => {
  const chosen = createAcme(origin, { hasChosenHosts: true });
  const failure = await getFailure(
    createProviderFetch(chosen, () => Promise.reject(new Error("sent")))(`${origin}/api`),
  );
  expect(failure).toMatchObject({ kind: "permanent", code: "egress_refused" });
});
