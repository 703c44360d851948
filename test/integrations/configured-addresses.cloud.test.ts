import { beforeEach, expect, test } from "vitest";
import { readDeployedEnvironment } from "../support/aws.ts";
import { cloud } from "../support/cloud.ts";
import { httpEvent } from "../support/events.ts";
import { giveConsent } from "../support/flow.ts";
import { startLambdaProcess } from "../support/lambda-process.ts";
import { resetWorld } from "./support/reset.ts";
import { createUser } from "./support/test-user.ts";

beforeEach(resetWorld);

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
  const user = await createUser();
  const { json, text } = await user.get("/api/integrations/figma/auth", lies);
  const { authorizationUrl } = json as { authorizationUrl: string };
  const redirectUri = new URL(authorizationUrl).searchParams.get("redirect_uri");
  expect(redirectUri).toBe(`${cloud().origin}/api/integrations/figma/callback`);
  expect(text).not.toContain("evil");
});

test("takes the redirect URI from configuration, whatever the Host header says", async () => {
  const lambda = await startLambdaProcess(
    "integrations/start",
    await readDeployedEnvironment("integrations-start-figma"),
  );
  const claims = { sub: "asks-another-host", org: "acme" };
  const event = httpEvent({ on: "GET /api/integrations/figma/auth", claims, headers: { host: "evil.example" } });
  event.requestContext.domainName = "evil.example";
  const { body } = await lambda.invoke(event);
  await lambda.stop();
  expect(body).toContain(encodeURIComponent(`${cloud().origin}/api/integrations/figma/callback`));
  expect(body).not.toContain("evil");
});

test("sends the browser back to the configured application, whatever headers say", async () => {
  const user = await createUser();
  const { json } = await user.get("/api/integrations/figma/auth");
  const { authorizationUrl } = json as { authorizationUrl: string };
  const callback = await giveConsent(new URL(authorizationUrl));
  const { location } = await user.request(callback, { headers: lies });
  expect(location?.href).toBe(`${cloud().origin}/settings/integrations?provider=figma&status=success`);
});
