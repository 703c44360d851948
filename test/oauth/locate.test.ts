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

test.each([
  ["a whole address", "{host}", true],
  ["a host", "https://{host}/api", true],
  ["a part of a host", "https://eu1.{host}/api", true],
  ["a path", "https://acme.example/{host}", false],
  ["a path of a host with several parts", "https://eu1.acme.example/api/{host}", false],
])("takes %s from a variable, and knows whether that is a choice of hosts", (_, api, isChosen) => {
  const endpoints = { ...createAcme("https://acme.example").endpoints, api };
  const located = locateProvider(createAcme("", { endpoints }), { params: { host: "b.example" } });
  expect(located.endpoints.api).toBe(api.replace("{host}", "b.example"));
  expect(located.hasChosenHosts).toBe(isChosen);
});

test("keeps the addresses of a provider that has no variables", () => {
  const acme = createAcme("https://a.example");
  expect(locateProvider(acme, { params: { shop: "b.example" } })).toBe(acme);
});

test("fills a variable wherever it stands, and one that is filled twice", () => {
  const endpoints = { ...provider.endpoints, api: "https://{shop}/{region}/{shop}" };
  expect(locateProvider({ ...provider, endpoints }, { params }).endpoints.api).toBe(
    "https://acme.example/us/acme.example",
  );
});

test("takes no parameters where the provider has none", () => {
  expect(readFlowParams(createAcme("https://a.example"))).toEqual({});
});

const free = createAcme("https://a.example", { params: ["shop"] });

test("takes any text for a parameter that a provider does not check", () => {
  expect(readFlowParams(free, { shop: "Any Text" })).toEqual({ shop: "Any Text" });
});

test.each([
  ["that is missing, where there is no default", free, {}, "params.shop: is required"],
  ["that is empty, though any text is taken", free, { shop: "" }, "params.shop: is required"],
  [
    "that is empty, though there is a default",
    provider,
    { shop: "acme.example", region: "" },
    "params.region: is required",
  ],
  ["that is not allowed", provider, { shop: "x" }, "params.shop: is not one that Acme can be connected with here"],
  ["that is unknown", free, { host: "x" }, "params: Acme does not take one of these parameters"],
])("says why it refuses a parameter %s", (_, of, given, message) => {
  expect(() => readFlowParams(of, given)).toThrow(expect.objectContaining({ code: "invalid_request", message }));
});
