import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { createIssuerKeys } from "../../lib/jwt/issuer-keys.ts";

const issuer = "https://id.example.com/";

/** A `fetch` that answers discovery with these documents in turn, and the URLs it was called with. */
function discovery(...documents: (object | Error)[]) {
  const asked: string[] = [];
  const fetchDocument: typeof fetch = async (input) => {
    asked.push(String(input));
    const document = documents.shift();
    if (document instanceof Error) throw document;
    return Response.json(document);
  };
  return { asked, fetchDocument };
}

const document = { issuer, jwks_uri: "https://keys.example.com/jwks" };

test("asks the discovery document of an issuer of RSA tokens where its keys are, once", async () => {
  const { asked, fetchDocument } = discovery(document);
  const keys = createIssuerKeys(issuer, "RS256", fetchDocument);
  expect(await keys()).toBe(await keys());
  expect(asked).toEqual(["https://id.example.com/.well-known/openid-configuration"]);
});

test("reads the discovery document again after a failure", async () => {
  const { asked, fetchDocument } = discovery(new TypeError("fetch failed"), document);
  const keys = createIssuerKeys(issuer, "RS256", fetchDocument);
  await expect(keys()).rejects.toThrow("fetch failed");
  expect(await keys()).toBeTypeOf("function");
  expect(asked).toHaveLength(2);
});

test.each([
  ["of another issuer", { ...document, issuer: "https://evil.example" }],
  ["without the trailing slash", { ...document, issuer: "https://id.example.com" }],
  ["that leads to plain http", { ...document, jwks_uri: "http://id.example.com/jwks" }],
  ["that leads nowhere", { ...document, jwks_uri: "keys" }],
  ["without an address", { issuer }],
])("takes no document %s", async (_, given) => {
  await expect(createIssuerKeys(issuer, "RS256", discovery(given).fetchDocument)()).rejects.toThrow();
});

test("needs no discovery document for ES256", async () => {
  const { asked, fetchDocument } = discovery();
  await createIssuerKeys(issuer, "ES256", fetchDocument)();
  expect(asked).toEqual([]);
});
