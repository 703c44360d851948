import "../http/lambda-environment.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isOurPushSubscription, requirePubsubSettings } from "../../lib/webhooks/pubsub-claims.ts";
import { push, takeLog } from "./support/receiver-stage.ts";

const seconds = 1_800_000_000;
const claims = { iss: push.issuer, aud: push.audience, email: push.serviceAccount, email_verified: true, exp: seconds };
const isOurs = (change: Record<string, unknown> = {}, at = seconds) =>
  isOurPushSubscription({ ...claims, ...change }, push, at * 1000);

describe("the claims of a push", () => {
  test("are good, whether its flag is a text, as the gateway passes it, or not", () => {
    expect(isOurs()).toBe(true);
    expect(isOurs({ email_verified: "true" })).toBe(true);
  });

  test.each<[string, Record<string, unknown>]>([
    ["another issuer", { iss: "https://evil.example" }],
    ["another audience", { aud: "https://evil.example" }],
    ["a list of audiences", { aud: [push.audience] }],
    ["another account", { email: "evil@example.com" }],
    ["an account that is not verified", { email_verified: false }],
    ["an account that is not verified, as text", { email_verified: "false" }],
    ["no word of the account", { email_verified: undefined }],
    ["no end", { exp: undefined }],
    ["an end as text", { exp: String(seconds + 60) }],
    ["a beginning as text", { nbf: String(seconds) }],
    ["a beginning of null", { nbf: null }],
  ])("are bad with %s", (_, change) => {
    expect(isOurs(change)).toBe(false);
  });

  test("end a minute after they say, for clocks that differ", () => {
    expect(isOurs({}, seconds + 59.999)).toBe(true);
    expect(isOurs({}, seconds + 60)).toBe(false);
  });

  test("begin a minute before they say", () => {
    const nbf = seconds - 100;
    expect(isOurs({ nbf }, nbf - 60)).toBe(true);
    expect(isOurs({ nbf }, nbf - 60.001)).toBe(false);
  });
});

describe("the settings of the push subscription", () => {
  const names = { PUBSUB_ISSUER: "issuer", PUBSUB_AUDIENCE: "audience", PUBSUB_SERVICE_ACCOUNT: "account" } as const;
  beforeEach(() => {
    Object.assign(process.env, names);
    takeLog();
  });
  afterEach(() => {
    for (const name of Object.keys(names)) delete process.env[name];
  });

  test("are those of the environment", () => {
    expect(requirePubsubSettings("gmail")).toEqual({
      issuer: "issuer",
      audience: "audience",
      serviceAccount: "account",
    });
    expect(takeLog()).toBe("");
  });

  test.each(Object.keys(names))("raise an alarm without %s alone, and with it alone", (name) => {
    delete process.env[name];
    const missing = expect.objectContaining({ code: "not_configured", cause: "secret" });
    expect(() => requirePubsubSettings("gmail")).toThrow(missing);
    expect(takeLog()).toMatch(/"Name":"SecretMissing".*"provider":"gmail"/);
    for (const other of Object.keys(names)) process.env[other] = other === name ? "set" : "";
    expect(() => requirePubsubSettings("gmail")).toThrow(missing);
    expect(takeLog()).toContain("SecretMissing");
  });

  test("raise none where the stage has no push subscription", () => {
    for (const name of Object.keys(names)) process.env[name] = "";
    expect(() => requirePubsubSettings("gmail")).toThrow(
      expect.objectContaining({ code: "not_configured", cause: "unconfigured" }),
    );
    expect(takeLog()).toBe("");
  });
});
