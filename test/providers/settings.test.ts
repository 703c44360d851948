import "../http/lambda-environment.ts";
import { expect, test, vi } from "vitest";

vi.hoisted(() => {
  process.env.PROVIDER_SETTINGS = JSON.stringify({
    figma: { endpoints: { api: "https://api.figma-gov.com" }, scopes: ["current_user:read"], requireIss: true },
    slack: {
      userScopes: ["search:read"],
      v2Speaks: "bot",
      frontEndRedirect: "https://app.example.com/caught",
      pkce: true,
    },
  });
  process.env.PROVIDER = "figma";
});
const { slack } = await import("../../lib/providers/slack/definition.ts");
const { getProviderFromEnvironment, getProvider } = await import("../../lib/providers/index.ts");

test("replaces the endpoints that a stage names and keeps the others", () => {
  expect(getProvider("figma").endpoints).toMatchObject({
    api: "https://api.figma-gov.com",
    token: "https://api.figma.com/v1/oauth/token",
  });
});

test("replaces the scopes that a stage names", () => {
  expect([getProvider("figma").scopes, getProvider("slack").userScopes]).toEqual([
    ["current_user:read"],
    ["search:read"],
  ]);
});

test("requires an issuer where a stage says so", () => {
  expect([getProvider("figma").requireIss, getProvider("slack").requireIss]).toEqual([true, undefined]);
});

test("takes a front end's own redirect address from the stage", () => {
  expect(getProvider("slack").frontEndRedirect).toBe("https://app.example.com/caught");
});

test("takes from the stage who speaks on /api/v2, which is the person unless said otherwise", () => {
  expect([getProvider("slack").v2Speaks, slack.v2Speaks]).toEqual(["bot", undefined]);
});

test("uses PKCE at Slack where the stage says so, and then renews long before a refresh token ends after 30 days", () => {
  expect([slack.pkce, slack.renewAfterDays]).toEqual([false, 30]);
  expect(getProvider("slack")).toMatchObject({ pkce: true, renewAfterDays: 10 });
});

test("leaves a provider without settings as it is defined", () => {
  expect(getProvider("github").endpoints.api).toBe("https://api.github.com");
});

test("knows which provider a Lambda was deployed for", () => {
  expect(getProviderFromEnvironment().id).toBe("figma");
});
