// What an authorizer tells an endpoint. Both are replaced one after the other in an update, so they speak across releases.
import { describe, expect, test } from "vitest";
import { readVerifiedEntry, toAuthorizerContext } from "../../lib/jwt/verdict.ts";

/** What an endpoint reads from what the authorizer answered, which the gateway carries as JSON. */
const readBack = (entry: { readonly name?: string } | undefined) =>
  readVerifiedEntry({ authorizer: { lambda: JSON.parse(JSON.stringify(toAuthorizerContext(entry))) } });

describe("an authorizer's context", () => {
  test("says in the words of every release what became of the token", () => {
    expect(toAuthorizerContext(undefined)).toEqual({ verdict: "refused" });
    expect(toAuthorizerContext({})).toEqual({ verdict: "verified", entry: "-" });
    expect(toAuthorizerContext({ name: "old" })).toEqual({ verdict: "verified", entry: "old" });
  });

  test("is understood by the endpoint", () => {
    expect(readBack(undefined)).toBeUndefined();
    expect(readBack({})).toEqual({});
    expect(readBack({ name: "old" })).toEqual({ name: "old" });
  });
});

describe("a token is verified", () => {
  test("as the first entry's where the gateway's own authorizer has let it pass", () => {
    expect(readVerifiedEntry({ authorizer: { jwt: { claims: { sub: "ada" }, scopes: null } } })).toEqual({});
  });

  test("as its entry's where an authorizer's Lambda says so beside an empty word of the gateway", () => {
    const lambda = { verdict: "verified", entry: "old" };
    expect(readVerifiedEntry({ authorizer: { jwt: null, lambda } })).toEqual({ name: "old" });
  });
});

test.each<[string, object]>([
  ["without an authorizer", {}],
  ["whose authorizer said nothing", { authorizer: undefined }],
  ["whose authorizer said null", { authorizer: null }],
  ["with an empty context", { authorizer: {} }],
  ["with null for the gateway's word", { authorizer: { jwt: null } }],
  ["with a text for the gateway's word", { authorizer: { jwt: "verified" } }],
  ["with true for the gateway's word", { authorizer: { jwt: true } }],
  ["with a verdict and no entry", { authorizer: { lambda: { verdict: "verified" } } }],
  ["with a verdict and null for an entry", { authorizer: { lambda: { verdict: "verified", entry: null } } }],
  ["with a verdict and a list of entries", { authorizer: { lambda: { verdict: "verified", entry: ["-"] } } }],
  ["with an entry and no verdict", { authorizer: { lambda: { entry: "-" } } }],
  ["whose token was refused", { authorizer: { lambda: { verdict: "refused", entry: "-" } } }],
])("takes no request for verified %s", (_, requestContext) => {
  expect(readVerifiedEntry(requestContext)).toBeUndefined();
});
