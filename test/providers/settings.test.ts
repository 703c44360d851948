import "../http/lambda-environment.ts";
import { expect, test, vi } from "vitest";

vi.hoisted(() => {
  process.env.PROVIDER_SETTINGS = JSON.stringify({
    figma: { endpoints: { api: "https://api.figma-gov.com" }, scopes: ["current_user:read"], requireIss: true },
    slack: { userScopes: ["search:read"], v2Speaks: "bot", frontEndRedirect: "https://app.example.com/caught" },
  });
  process.env.PROVIDER = "figma";
});
const { v2Speaker } = await import("../../lib/providers/slack/speaker.ts");
const { slack } = await import("../../lib/providers/slack/definition.ts");
const { providerFromEnvironment, providerOf } = await import("../../lib/providers/index.ts");

test("replaces the endpoints that a stage names and keeps the others", () => {
  expect(providerOf("figma").endpoints).toMatchObject({
    api: "https://api.figma-gov.com",
    token: "https://api.figma.com/v1/oauth/token",
  });
});

test("replaces the scopes that a stage names", () => {
  expect([providerOf("figma").scopes, providerOf("slack").userScopes]).toEqual([
    ["current_user:read"],
    ["search:read"],
  ]);
});

test("requires an issuer where a stage says so", () => {
  expect([providerOf("figma").requireIss, providerOf("slack").requireIss]).toEqual([true, undefined]);
});

test("takes a front end's own redirect address from the stage", () => {
  expect(providerOf("slack").frontEndRedirect).toBe("https://app.example.com/caught");
});

test("takes from the stage who speaks on /api/v2, which is the person unless said otherwise", () => {
  expect(v2Speaker(providerOf("slack"))).toBe("bot");
  expect(v2Speaker(slack)).toBe("user");
});

test("leaves a provider without settings as it is defined", () => {
  expect(providerOf("github").endpoints.api).toBe("https://api.github.com");
});

test("knows which provider a Lambda was deployed for", () => {
  expect(providerFromEnvironment().id).toBe("figma");
});
