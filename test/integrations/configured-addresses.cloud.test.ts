import { beforeEach, expect, test } from "vitest";
import { deployedEnvironment } from "../support/aws.ts";
import { cloud } from "../support/cloud.ts";
import { httpEvent } from "../support/events.ts";
import { consent } from "../support/flow.ts";
import { lambdaProcess } from "../support/lambda-process.ts";
import { freshWorld } from "./support/reset.ts";
import { someone } from "./support/someone.ts";

beforeEach(freshWorld);

const lies = {
  "x-forwarded-host": "evil.example",
  "x-forwarded-proto": "https",
  "x-original-host": "evil.example",
  "x-original-url": "/evil",
  forwarded: "host=evil.example;proto=https",
  origin: "https://evil.example",
  referer: "https://evil.example/",
};

test("takes the redirect URI from configuration, whatever forwarding headers say", async () => {
  const user = await someone();
  const { json, text } = await user.get("/api/integrations/figma/auth", lies);
  const { authorizationUrl } = json as { authorizationUrl: string };
  const redirectUri = new URL(authorizationUrl).searchParams.get("redirect_uri");
  expect(redirectUri).toBe(`${cloud().origin}/api/integrations/figma/callback`);
  expect(text).not.toContain("evil");
});

test("takes the redirect URI from configuration, whatever the Host header says", async () => {
  const lambda = await lambdaProcess("integrations/start", await deployedEnvironment("integrations-start-figma"));
  const claims = { sub: "asks-another-host", org: "acme" };
  const event = httpEvent({ on: "GET /api/integrations/figma/auth", claims, headers: { host: "evil.example" } });
  event.requestContext.domainName = "evil.example";
  const { body } = await lambda.invoke(event);
  await lambda.stop();
  expect(body).toContain(encodeURIComponent(`${cloud().origin}/api/integrations/figma/callback`));
  expect(body).not.toContain("evil");
});

test("sends the browser back to the configured application, whatever headers say", async () => {
  const user = await someone();
  const { json } = await user.get("/api/integrations/figma/auth");
  const { authorizationUrl } = json as { authorizationUrl: string };
  const callback = await consent(new URL(authorizationUrl));
  const { location } = await user.request(callback, { headers: lies });
  expect(location?.href).toBe(`${cloud().origin}/settings/integrations?provider=figma&status=success`);
});
