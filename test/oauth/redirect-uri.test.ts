import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { type CallbackRoute, getCallbackPath, getCallbackUrl, getRedirectUri } from "../../lib/oauth/redirect-uri.ts";
import { createAcme } from "../support/acme-provider.ts";

const acme = createAcme("https://acme.example");
const frontEndRedirect = "https://studio.example.com/caught";

/** Registered with providers, so they never change. */
const paths: [CallbackRoute, string][] = [
  ["integrations", "/api/integrations/acme/callback"],
  ["v1", "/api/v1/oauth/acme/callback"],
  ["broker", "/api/oauth/callback/acme"],
  ["broker-shared", "/api/oauth/callback"],
  ["broker-named", "/auth/acme/callback"],
  ["v1-shared", "/api/v1/integrations/callback"],
];

test.each(paths)("providers send browsers back for %s to %s of the stage's own host", (route, path) => {
  expect(getCallbackPath(acme, route)).toBe(path);
  expect(getCallbackUrl(acme, route)).toBe(`https://app.example.com${path}`);
  expect(getRedirectUri(acme, route)).toEqual({ redirectUri: `https://app.example.com${path}`, delivery: "get" });
});

test("a front end that receives the callback itself posts it, and does so on its own surface alone", () => {
  const caught = { ...acme, frontEndRedirect };
  expect(getRedirectUri(caught, "integrations")).toEqual({ redirectUri: frontEndRedirect, delivery: "post" });
  for (const [route, path] of paths.slice(1))
    expect(getRedirectUri(caught, route)).toEqual({ redirectUri: `https://app.example.com${path}`, delivery: "get" });
});
