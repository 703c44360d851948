import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { beforeAll, expect, test } from "vitest";
import { readDeployedEnvironment, ssm } from "../support/aws.ts";
import { httpEvent } from "../support/events.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { startLambdaProcess } from "../support/lambda-process.ts";
import { countTokenCalls } from "./support/facts.ts";
import { resetWorld } from "./support/reset.ts";
import { createUser } from "./support/test-user.ts";

// A separate parameter, since the deployed Lambdas cache theirs for minutes.
const CLIENT_IDS_PARAMETER = "/patchbay/test/client-ids-without-figma";
const claims = { sub: "meets-a-gap", org: "acme" };

beforeAll(async () => {
  await resetWorld();
  const Value = JSON.stringify({ github: "sandbox-github-client" });
  await ssm().send(new PutParameterCommand({ Name: CLIENT_IDS_PARAMETER, Type: "String", Overwrite: true, Value }));
});

async function invokeEntry(entry: string, name: string, event: ReturnType<typeof httpEvent>) {
  const lambda = await startLambdaProcess(entry, { ...(await readDeployedEnvironment(name)), CLIENT_IDS_PARAMETER });
  const answer = await lambda.invoke(event);
  await lambda.stop();
  return { ...answer, json: JSON.parse(answer.body || "null") };
}

test.each([
  ["integrations/start", "integrations-start-figma", "GET /api/integrations/figma/auth"],
  ["oauth-v1/start", "oauth-v1-start-figma", "GET /api/v1/oauth/figma/start"],
])("answers %s of a provider without client id in the words of the contract", async (entry, name, on) => {
  const { statusCode, json } = await invokeEntry(entry, name, httpEvent({ on, claims }));
  expect(statusCode).toBe(503);
  expect(json).toMatchObject({
    code: "not_configured",
    error: "Figma OAuth not configured. Please contact administrator.",
    success: false,
  });
});

test("starts the providers that are configured", async () => {
  const event = httpEvent({ on: "GET /api/integrations/github/auth", claims });
  expect((await invokeEntry("integrations/start", "integrations-start-github", event)).statusCode).toBe(200);
});

test("shows in the catalogue what is configured", async () => {
  const event = httpEvent({ on: "GET /api/integrations/available", claims });
  const { json } = await invokeEntry("integrations/available", "integrations-available", event);
  const configured = json.filter((one: { configured: boolean }) => one.configured).map(({ id }: { id: string }) => id);
  expect(configured).toEqual(["github"]);
});

test("ends a flow with not_configured when the client id was removed meanwhile", async () => {
  const user = await createUser();
  const callback = await giveConsent(await startFlow(user, "figma"));
  const query = Object.fromEntries(callback.searchParams);
  const cookies = [user.cookies.header("/") ?? ""];
  const event = httpEvent({ on: "GET /api/integrations/figma/callback", query, cookies });
  const { headers } = await invokeEntry("integrations/callback", "integrations-callback-figma", event);
  expect(headers?.location).toMatch(/\?provider=figma&status=error&error=not_configured$/);
  expect(await countTokenCalls("figma")).toBe(0);
});
