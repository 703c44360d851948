import { once } from "node:events";
import { get } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { redirectUri, useProvider } from "./provider.ts";

const figma = useProvider("figma");

test("answers as scripted, once, then as usual", async () => {
  await figma.script({
    path: "/v1/me",
    status: 429,
    headers: { "retry-after": "30" },
    body: { status: 429, err: "Slow" },
  });
  const first = await figma.get("/v1/me");
  expect(first).toMatchObject({ status: 429, body: { err: "Slow" } });
  expect(first.headers.get("retry-after")).toBe("30");
  expect((await figma.get("/v1/me")).status).toBe(403);
});

test("answers as often as scripted", async () => {
  await figma.script({ path: "/v1/me", times: 2, status: 500 });
  const statuses = [await figma.get("/v1/me"), await figma.get("/v1/me"), await figma.get("/v1/me")];
  expect(statuses.map(({ status }) => status)).toEqual([500, 500, 403]);
});

test("does not affect other methods and paths", async () => {
  await figma.script({ method: "POST", path: "/v1/teams/*", status: 500 });
  expect((await figma.get("/v1/teams/1/projects")).status).toBe(403);
  expect((await figma.form("/v1/teams/1/projects", {})).status).toBe(500);
});

test("delays, then passes through", async () => {
  await figma.script({ path: "/v1/me", delayMs: 150, passThrough: true });
  const before = performance.now();
  expect((await figma.get("/v1/me")).status).toBe(403);
  expect(performance.now() - before).toBeGreaterThanOrEqual(140);
});

test("drops the connection", async () => {
  await figma.script({ path: "/v1/me", drop: true });
  await expect(figma.get("/v1/me")).rejects.toThrow("fetch failed");
});

test("drops the answer after handling the request", async () => {
  await figma.behave({ rotation: true });
  const back = await figma.consent("/oauth", { scope: "current_user:read" });
  const authorization = `Basic ${Buffer.from("sandbox-figma-client:sandbox-figma-secret").toString("base64")}`;
  const form = {
    grant_type: "authorization_code",
    code: back.searchParams.get("code") ?? "",
    redirect_uri: redirectUri,
  };
  await figma.script({ path: "/v1/oauth/token", workFirst: true, drop: true });
  await expect(figma.form("/v1/oauth/token", form, { authorization })).rejects.toThrow("fetch failed");
  expect((await figma.control("GET", "grants")).body).toMatchObject([{ account: "ada", revoked: false }]);
});

test("sends a body byte by byte", async () => {
  await figma.script({ path: "/v1/me", body: "slowly", dribbleMs: 20 });
  const before = performance.now();
  expect((await figma.get("/v1/me")).text).toBe("slowly");
  expect(performance.now() - before).toBeGreaterThanOrEqual(100);
});

test("sends fifty megabytes from a short script", async () => {
  await figma.script({ path: "/v1/files/*", body: { repeat: { text: "0123456789", times: 5_242_880 } } });
  expect((await figma.get("/v1/files/x")).text).toHaveLength(52_428_800);
});

test("sends a gzip bomb with a small compressed size", async () => {
  await figma.script({ path: "/v1/files/*", gzip: true, body: { repeat: { text: "0", times: 20_000_000 } } });
  const [answer] = await once(get(figma.url("/v1/files/x")), "response");
  const packed = await buffer(answer);
  expect(packed.byteLength).toBeLessThan(30_000);
  expect(gunzipSync(packed).byteLength).toBe(20_000_000);
});

test("refuses a script with a misspelt field", async () => {
  expect((await figma.script({ path: "/v1/me", stauts: 500 })).status).toBe(400);
});
