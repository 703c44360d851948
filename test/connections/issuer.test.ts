import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { Provider } from "../../lib/oauth/definition.ts";
import { createAcme } from "../support/acme-provider.ts";
import { acceptMessage, configureProviders, startAwsStandIn } from "../support/aws-stand-in.ts";
import { json, startTestServer } from "../support/test-server.ts";
import { acmeFlow } from "./support/acme-flow.ts";

const aws = await startAwsStandIn();
const end = await startTestServer();
const { connectAccount } = await import("../../lib/connections/callback.ts");
const { toCallbackError } = await import("../../lib/connections/callback-error.ts");
afterAll(() => Promise.all([aws.close(), end.close()]));

const issuer = "https://issuer.example";
const vault = { seal: async () => new Uint8Array([1]), unseal: async () => "", unsealBytes: async () => Buffer.of() };

beforeEach(() => {
  aws.forget();
  configureProviders(aws, { acme: "acme-client" });
  aws.on("TransactWriteItems", () => json({}));
  end.requests.length = 0;
  end.play = json({ access_token: "at", token_type: "bearer" });
});

/** Completes a flow. @returns its outcome, and the number of requests to the token endpoint */
async function finish(parameters: object, more: Partial<Provider> = { issuer }): Promise<[string, number]> {
  const dependencies = { now: () => 1_800_000_000, fetch, vault };
  const options = { isSameBrowser: true, actor: { actor: "ada" }, dependencies };
  const work = connectAccount(createAcme(end.url, more), acmeFlow, parameters, options);
  const outcome = await work.then(() => "connected", toCallbackError);
  return [outcome, end.requests.length];
}

test("accepts the issuer that is expected", async () => {
  expect(await finish({ code: "c-1", iss: issuer })).toEqual(["connected", 1]);
});

test("accepts an answer that names no issuer", async () => {
  expect(await finish({ code: "c-1" })).toEqual(["connected", 1]);
});

test.each([
  "https://other.example",
  "https://issuer.example/",
  "https://ISSUER.example",
  "http://issuer.example",
  "https://issuer.example.evil.example",
  "",
  "unknown",
])("refuses the issuer %j and sends its code to nobody", async (iss) => {
  expect(await finish({ code: "c-1", iss })).toEqual(["provider_error", 0]);
});

test.each([{}, { iss: "" }])("refuses an answer without an issuer where one is required: %j", async (parameters) => {
  expect(await finish({ code: "c-1", ...parameters }, { issuer, requireIss: true })).toEqual(["provider_error", 0]);
});

test("accepts the expected issuer where one is required", async () => {
  expect(await finish({ code: "c-1", iss: issuer }, { issuer, requireIss: true })).toEqual(["connected", 1]);
});

test("expects the origin of the authorization endpoint from a provider without an issuer of its own", async () => {
  expect(await finish({ code: "c-1", iss: end.url }, {})).toEqual(["connected", 1]);
});

test("treats code and error together as an error", async () => {
  expect(await finish({ code: "c-1", error: "access_denied" })).toEqual(["access_denied", 0]);
});

test("ends a flow whose answer has no code", async () => {
  expect(await finish({})).toEqual(["provider_error", 0]);
});

test("ends a flow of a provider that is not configured before it asks anybody", async () => {
  expect(await finish({ code: "c-1" }, { id: "other" })).toEqual(["not_configured", 0]);
});

test("refuses a grant that lacks an essential scope and revokes it", async () => {
  aws.on("SendMessage", acceptMessage);
  aws.on("PutItem", () => json({}));
  end.play = json({ access_token: "at", token_type: "bearer", scope: "write" });
  expect(await finish({ code: "c-1" }, { essentialScopes: ["read"] })).toEqual(["missing_scopes", 1]);
  const operations = aws.calls.map(({ operation }) => operation);
  expect(operations).toEqual(expect.arrayContaining(["SendMessage", "PutItem"]));
  expect(operations).not.toContain("TransactWriteItems");
});
