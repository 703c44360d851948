import type { IncomingMessage, RequestListener } from "node:http";
import { request } from "node:http";
import { buffer, text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { listen, type RunningServer } from "../../../infra/local/http-server.ts";
import { startOriginProxy } from "../../../infra/local/origin-proxy.ts";

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function startProxy(api: RequestListener): Promise<string> {
  const upstream = await listen(api, 0);
  const proxy = await startOriginProxy({
    port: 0,
    endpoint: upstream.url,
    apiId: "abc",
    liveApiId: "def",
    issuer: upstream.url,
  });
  running.push(proxy, upstream);
  return proxy.url;
}

test("forwards path and query byte for byte", async () => {
  const origin = await startProxy((incoming, answer) => answer.end(incoming.url));
  const answer = await fetch(`${origin}/api/a%2Fb?x=1&x=%20`);
  expect(await answer.text()).toBe("/_aws/execute-api/abc/$default/api/a%2Fb?x=1&x=%20");
});

test("keeps each Set-Cookie a separate header", async () => {
  const origin = await startProxy((_, answer) => answer.setHeader("set-cookie", ["a=1; Path=/", "b=2; Path=/"]).end());
  expect((await fetch(`${origin}/x`)).headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2; Path=/"]);
});

test("forwards the request's headers, including Host", async () => {
  let seen: IncomingMessage["headers"] = {};
  const origin = await startProxy((incoming, answer) => {
    seen = incoming.headers;
    answer.end();
  });
  await fetch(`${origin}/x`, { headers: { authorization: "Bearer t", cookie: "a=1" } });
  expect(seen).toMatchObject({ authorization: "Bearer t", cookie: "a=1", host: new URL(origin).host });
});

test("forwards bodies in both directions", async () => {
  const sent = Buffer.alloc(1_000_000, "ü");
  const origin = await startProxy(async (incoming, answer) => answer.end(await buffer(incoming)));
  const answer = await fetch(`${origin}/x`, { method: "POST", body: sent });
  expect(Buffer.from(await answer.arrayBuffer()).equals(sent)).toBe(true);
});

test("streams: the first bytes arrive before the answer has ended", async () => {
  let finish = () => {};
  const origin = await startProxy((_, answer) => {
    answer.write("first ");
    finish = () => answer.end("last");
  });
  const body = (await fetch(`${origin}/x`)).body?.getReader();
  expect(Buffer.from((await body?.read())?.value ?? "").toString()).toBe("first ");
  finish();
  expect(Buffer.from((await body?.read())?.value ?? "").toString()).toBe("last");
});

test("does not follow a redirect of the API", async () => {
  const origin = await startProxy((_, answer) =>
    answer.writeHead(302, { location: "http://elsewhere.example/" }).end(),
  );
  const answer = await fetch(`${origin}/x`, { redirect: "manual" });
  expect([answer.status, answer.headers.get("location")]).toEqual([302, "http://elsewhere.example/"]);
});

test("redirects its root to the settings page", async () => {
  const origin = await startProxy((_, answer) => answer.end());
  const answer = await fetch(origin, { redirect: "manual" });
  expect([answer.status, answer.headers.get("location")]).toEqual([302, "/settings/integrations"]);
});

test("answers 503 while the emulator is away", async () => {
  const origin = await startProxy((_, answer) => answer.destroy());
  expect((await fetch(`${origin}/x`)).status).toBe(503);
});

test("does not leave the API through dot segments", async () => {
  const origin = await startProxy((incoming, answer) => answer.end(incoming.url));
  const { hostname, port } = new URL(origin);
  const answered = await new Promise<IncomingMessage>((resolve) => {
    request({ hostname, port, path: "/../../../_ministack/reset" }, resolve).end();
  });
  expect(await text(answered)).toMatch(/^\/_aws\/execute-api\/abc\/\$default\//);
});
