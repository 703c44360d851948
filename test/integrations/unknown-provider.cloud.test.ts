import { request } from "node:http";
import { expect, test } from "vitest";
import { tokenFor } from "../support/api.ts";
import { cloud } from "../support/cloud.ts";

/** Sends a path unchanged: `fetch` would normalize dot segments. */
async function sendRaw(method: string, path: string): Promise<number> {
  const authorization = `Bearer ${await tokenFor({ sub: "looks-for-odd-names", org: "acme" })}`;
  const { hostname, port } = new URL(cloud().origin);
  const body = method === "PUT" ? "{}" : undefined;
  return new Promise((resolve, reject) => {
    const headers = { authorization, ...(body ? { "content-type": "application/json" } : {}) };
    const sent = request({ hostname, port, method, path, headers }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 0));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const names = [
  "unknown",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "..",
  "%2e%2e",
  "..%2f..",
  "%00",
  "Figma",
  "figma%20",
  "figma%00",
  "fig%6da%2f",
  "%F0%9F%98%80",
  "a".repeat(5000),
];

const endpoints = [
  ["GET", (name: string) => `/api/integrations/${name}/auth`],
  ["GET", (name: string) => `/api/integrations/${name}/callback?code=c&state=s`],
  ["POST", (name: string) => `/api/integrations/${name}/confirm`],
  ["POST", (name: string) => `/api/integrations/${name}/refresh`],
  ["DELETE", (name: string) => `/api/integrations/${name}`],
  ["GET", (name: string) => `/api/integrations/${name}/settings`],
  ["PUT", (name: string) => `/api/integrations/${name}/settings`],
] as const;

/** On this surface an unknown name is a wrong request. */
const v1Endpoints = [
  ["GET", (name: string) => `/api/v1/oauth/${name}/start`],
  ["GET", (name: string) => `/api/v1/oauth/${name}/callback?code=c&state=s`],
  ["GET", (name: string) => `/api/v1/oauth/${name}/status`],
  ["DELETE", (name: string) => `/api/v1/oauth/${name}/disconnect`],
] as const;

type Row = readonly [method: string, path: (name: string) => string];
const withTitle = ([method, path]: Row) => [`${method} ${path("{name}")}`, method, path] as const;

test.each(endpoints.map(withTitle))("finds nothing at %s for a name that is no provider's", async (_, method, path) => {
  const answers = await Promise.all(names.map(async (name) => [name.slice(0, 20), await sendRaw(method, path(name))]));
  // NUL is refused wherever a name is read; the gateway finds no route for some of these paths.
  const expectStatus = (name: string) => (name.includes("%00") ? expect.toBeOneOf([400, 404]) : 404);
  expect(answers).toEqual(names.map((name) => [name.slice(0, 20), expectStatus(name)]));
});

test.each(v1Endpoints.map(withTitle))("refuses a name that is no provider's at %s", async (_, method, path) => {
  const answers = await Promise.all(names.map(async (name) => [name.slice(0, 20), await sendRaw(method, path(name))]));
  // The gateway finds no route for some of these paths.
  const expectStatus = (name: string) => (/%00|%2f|\.\.|^.{5000}$/.test(name) ? expect.toBeOneOf([400, 404]) : 400);
  expect(answers).toEqual(names.map((name) => [name.slice(0, 20), expectStatus(name)]));
});
