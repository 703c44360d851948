import { expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { createProviderFetch } from "../../lib/oauth/client.ts";
import { locateProvider, readFlowParams } from "../../lib/oauth/locate.ts";
import { createAcme } from "../support/acme-provider.ts";

const provider = createAcme("https://{shop}", {
  params: ["shop", "region"],
  paramDefaults: { region: "US" },
  parseParam: (name, value) => (name === "region" || /^[a-z]+\.example$/.test(value) ? value.toLowerCase() : undefined),
});
const isRefused = (error: unknown) => findProviderError(error)?.code === "egress_refused";
const params = { shop: "acme.example", region: "us" };

test("fills the variables of endpoints from parameters and profile; parameters win", () => {
  const withApi = { ...provider, endpoints: { ...provider.endpoints, api: "https://{instanceHost}/api/{shop}" } };
  const { endpoints } = locateProvider(withApi, {
    params,
    profile: { instanceHost: "eu1.example", shop: "evil.example" },
  });
  expect(endpoints).toMatchObject({
    authorize: "https://acme.example/authorize",
    api: "https://eu1.example/api/acme.example",
  });
});

test("leaves a variable without a text value, and a name that objects inherit", () => {
  const odd = { ...provider, endpoints: { ...provider.endpoints, api: "https://{constructor}/{n}" } };
  expect(locateProvider(odd, { params, profile: { n: 7 } }).endpoints.api).toBe("https://{constructor}/{n}");
});

test("puts discovered endpoints in the place of the provider's", () => {
  const discovered = { token: "https://auth.example/token" };
  expect(locateProvider(createAcme("https://a.example"), { params: {}, endpoints: discovered })).toMatchObject({
    endpoints: { token: "https://auth.example/token", authorize: "https://a.example/authorize" },
    hasChosenHosts: true,
  });
});

test("knows which hosts a user chose: not those of the stage's configuration", () => {
  expect(locateProvider(provider, { params }).hasChosenHosts).toBe(true);
  expect(locateProvider(createAcme("http://localhost:1/{shop}"), { params }).hasChosenHosts).toBe(false);
  expect(locateProvider(createAcme("https://a.example"), { params }).hasChosenHosts).toBeUndefined();
});

test("sends nothing to an address that still has a variable, nor to another shop", async () => {
  const fetchFromProvider = createProviderFetch(locateProvider(provider, { params: {} }), () => {
    throw new Error("sent");
  });
  await expect(fetchFromProvider("https://{shop}/api")).rejects.toSatisfy(isRefused);
  const ofAcme = createProviderFetch(locateProvider(provider, { params }), () => {
    throw new Error("sent");
  });
  await expect(ofAcme("https://globex.example/api")).rejects.toSatisfy(isRefused);
});

test("checks the address that is connected to where a user chose the host", async () => {
  let sent: RequestInit | undefined;
  const send: typeof fetch = async (_url, init) => {
    sent = init;
    return new Response("{}");
  };
  await createProviderFetch(locateProvider(provider, { params }), send)("https://acme.example/api");
  expect(sent?.dispatcher).toBeDefined();
  await createProviderFetch(createAcme("https://a.example"), send)("https://a.example/api");
  expect(sent?.dispatcher).toBeUndefined();
});

test("normalizes parameters and adds defaults", () => {
  expect(readFlowParams(provider, { shop: "acme.example", region: "EU" })).toEqual({
    shop: "acme.example",
    region: "eu",
  });
  expect(readFlowParams(provider, { shop: "acme.example" })).toEqual(params);
});

test.each([
  ["missing", {}, "params.shop"],
  ["empty", { shop: "" }, "params.shop"],
  ["not allowed", { shop: "acme.example.evil" }, "params.shop"],
  ["unknown", { shop: "acme.example", host: "x" }, "params"],
  ["inherited", JSON.parse('{"shop":"acme.example","__proto__":"x"}'), "params"],
])("refuses a parameter that is %s", (_, given, field) => {
  const refuse = () => readFlowParams(provider, given);
  expect(refuse).toThrow(Problem);
  expect(refuse).toThrow(expect.objectContaining({ code: "invalid_request", members: { field } }));
});
