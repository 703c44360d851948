// SMART discovery over HTTP: what a document must say, and on which hosts its endpoints may be.
import "../../http/lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { answer, json, startTestServer } from "../../support/test-server.ts";

const { discoverEndpoints } = await import("../../../lib/providers/smart/discovery.ts");

const ehr = await startTestServer();
afterAll(ehr.close);
const fhirBaseUrl = `${ehr.url}/api/FHIR/R4`;
const host = new URL(ehr.url).host;

const good = {
  authorization_endpoint: `${ehr.url}/oauth2/authorize`,
  token_endpoint: `${ehr.url}/oauth2/token`,
  grant_types_supported: ["authorization_code", "client_credentials"],
  capabilities: ["launch-standalone", "launch-ehr", "permission-v2"],
  code_challenge_methods_supported: ["S256"],
};

const discover = (document: unknown, hosts: readonly string[] = []) => {
  ehr.play = json(document);
  return discoverEndpoints({ fhirBaseUrl, hosts }, (url, init) => fetch(url, { ...init, redirect: "manual" }));
};

async function readRefusal(found: Promise<unknown>): Promise<string | undefined> {
  const error = await found.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return findProviderError(error)?.code;
}

test("reads the document below the FHIR base, with the base's own path, as JSON", async () => {
  expect(await discover(good)).toEqual({
    api: fhirBaseUrl,
    authorize: good.authorization_endpoint,
    token: good.token_endpoint,
  });
  expect(ehr.requests.at(-1)).toMatchObject({
    path: "/api/FHIR/R4/.well-known/smart-configuration",
    headers: { accept: "application/json" },
  });
});

test("resolves the paths of older servers below the FHIR base", async () => {
  const found = await discover({ ...good, token_endpoint: "oauth/token", revocation_endpoint: "/revoke" });
  expect(found).toMatchObject({ token: `${fhirBaseUrl}/oauth/token`, revoke: `${ehr.url}/revoke` });
});

test("needs no authorization endpoint where only systems are served", async () => {
  const { authorization_endpoint: _none, ...systemsOnly } = good;
  expect(await discover(systemsOnly)).not.toHaveProperty("authorize");
});

test("takes an endpoint on a host that is allowed for the server", async () => {
  const elsewhere = `http://authorization.example.com/token`;
  expect(await discover({ ...good, token_endpoint: elsewhere }, ["authorization.example.com"])).toMatchObject({
    token: elsewhere,
  });
});

test.each([
  ["token_endpoint", "http://elsewhere.example.com/token"],
  ["token_endpoint", "//elsewhere.example.com/token"],
  ["token_endpoint", `http://${host}.example.com/token`],
  ["token_endpoint", `http://${host}@elsewhere.example.com/token`],
  ["token_endpoint", `http://user:fake@${host}/token`],
  ["token_endpoint", "http://localhost:1/token"],
  ["token_endpoint", `https://${host}/token`],
  ["token_endpoint", "javascript:alert(1)"],
  ["authorization_endpoint", "http://elsewhere.example.com/authorize"],
  ["revocation_endpoint", "http://elsewhere.example.com/revoke"],
])("refuses a document whose %s is %s", async (name, url) => {
  expect(await readRefusal(discover({ ...good, [name]: url }))).toBe("discovery_foreign_host");
});

test.each(["token_endpoint", "grant_types_supported", "capabilities", "code_challenge_methods_supported"])(
  "refuses a document without %s",
  async (name) => {
    expect(await readRefusal(discover({ ...good, [name]: undefined }))).toBe("discovery_incomplete");
  },
);

test.each([[[]], [["plain"]], [["S256", "plain"]]])("refuses the code challenge methods %j", async (methods) => {
  expect(await readRefusal(discover({ ...good, code_challenge_methods_supported: methods }))).toBe(
    "discovery_without_s256",
  );
});

test.each([
  ["a list", "[]", "discovery_incomplete"],
  ["a page", "<html>", "discovery_incomplete"],
])("refuses %s", async (_, body, code) => {
  ehr.play = answer(200, body);
  const found = discoverEndpoints({ fhirBaseUrl, hosts: [] }, fetch);
  expect(await readRefusal(found)).toBe(code);
});

test("follows no redirect", async () => {
  ehr.play = answer(302, "", { location: "http://elsewhere.example.com/" });
  const found = discoverEndpoints({ fhirBaseUrl, hosts: [] }, (url, init) =>
    fetch(url, { ...init, redirect: "manual" }),
  );
  expect(await readRefusal(found)).toBe("http_302");
});
