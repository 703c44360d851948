import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { createProviderFetch } from "../../lib/oauth/client.ts";
import { createAcme } from "../support/acme-provider.ts";

const endpoints = {
  authorize: "https://acme.example/authorize",
  token: "https://acme.example/token",
  api: "https://api.acme.example/v1",
};
const fetch = async () => new Response("{}");
const reach = createProviderFetch(createAcme("https://acme.example", { endpoints }), fetch);

test.each(["https://acme.example/token", "https://api.acme.example/v1/me", "https://api.acme.example/other"])(
  "reaches the configured host of %s",
  async (url) => {
    expect((await reach(url)).status).toBe(200);
  },
);

test.each([
  "https://evil.example/",
  "https://www.acme.example/",
  "http://api.acme.example/",
  "https://api.acme.example:444/",
])("does not reach %s", async (url) => {
  const error = await reach(url).catch((thrown: unknown) => thrown);
  expect(findProviderError(error)?.code).toBe("egress_refused");
});
