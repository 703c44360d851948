// Who is who where several issuers' tokens are taken, from the authorizer to the endpoint.
import { exportJWK, exportSPKI, generateKeyPair } from "jose";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import {
  answerWithSecrets,
  audience,
  authorize,
  aws,
  closeStandIns,
  idp,
  idpKeys,
  minutes,
  oldIssuer,
  secrets,
  signIdp,
  signLegacy,
  signOld,
} from "./support/several-issuers.ts";

const { Problem } = await import("../../lib/errors.ts");
const { readSignedInUser } = await import("../../lib/http/caller.ts");
const { userEndpoint } = await import("../../lib/http/endpoint.ts");
const { ok } = await import("../../lib/http/response.ts");
const { lambdaContext } = await import("../http/lambda-context.ts");

afterAll(closeStandIns);
beforeEach(() => {
  aws.calls.length = 0;
  idp.requests.length = 0;
  answerWithSecrets();
});

const handler = userEndpoint({}, async ({ user: { tenant, user } }) => ok({ tenant, user }));

/** What an endpoint answers to a request with this token. */
async function call(given: string | Promise<string>, headers: Record<string, string> = {}) {
  const { isAuthorized, event } = await authorize(await given, { headers });
  if (!isAuthorized) return { status: 403 };
  const { statusCode, headers: answered, body = "{}" } = await handler(event, lambdaContext);
  return { status: statusCode, challenge: answered?.["www-authenticate"], body: JSON.parse(body) };
}

const readUser = async (given: string | Promise<string>, headers: Record<string, string> = {}) =>
  readSignedInUser((await authorize(await given, { headers })).event);

const unauthenticated = {
  status: 401,
  challenge: "Bearer",
  body: expect.objectContaining({ code: "unauthenticated" }),
};

describe("an issuer's user", () => {
  test("has in the first entry the keys of a stage with one issuer", async () => {
    expect(await readUser(signIdp({ tenants: ["acme"] }))).toMatchObject({ tenant: "c#acme", user: "5" });
    expect(await readUser(signIdp())).toMatchObject({ tenant: "u#5", user: "5" });
  });

  test("has in every other entry keys with the entry's name", async () => {
    expect(await readUser(signOld({ tenants: "acme" }))).toMatchObject({ tenant: "c@old#acme", user: "old#5" });
    expect(await readUser(signOld())).toMatchObject({ tenant: "u@old#5", user: "old#5" });
    expect(await readUser(signLegacy({ team: "acme" }))).toMatchObject({ tenant: "c@legacy#acme", user: "legacy#5" });
    expect(await readUser(signLegacy())).toMatchObject({ tenant: "u@legacy#5", user: "legacy#5" });
  });

  test("is by no choice of claims another entry's", async () => {
    const names = ["c@old#acme", "@old#acme", "old#5", "u@old#5", "c#acme", "legacy#5", "@old"];
    const owners = await Promise.all(
      names.flatMap((name) => [
        readUser(signIdp({ sub: name, tenants: [name] })),
        readUser(signIdp({ sub: name })),
        readUser(signOld({ sub: name, tenants: name })),
        readUser(signOld({ sub: name })),
        readUser(signLegacy({ id: name, team: name })),
        readUser(signLegacy({ id: name })),
      ]),
    );
    const tenants = owners.map(({ tenant }) => tenant);
    const bySpace = Map.groupBy(tenants, (tenant) => /^[cu](@\w+)?#/.exec(tenant)?.[0]);
    expect([...bySpace.keys()].sort()).toEqual(["c#", "c@legacy#", "c@old#", "u#", "u@legacy#", "u@old#"]);
    expect(new Set(tenants).size).toBe(tenants.length);
  });

  test("has rights by the claims of the own entry only", async () => {
    expect(await readUser(signIdp({ role: "operator" }))).toMatchObject({ isAdmin: true, isStageAdmin: true });
    expect(await readUser(signOld({ role: "operator" }))).toMatchObject({ isAdmin: false, isStageAdmin: false });
    expect(await readUser(signOld({ role: "admin" }))).toMatchObject({ isAdmin: true, isStageAdmin: false });
    expect(await readUser(signLegacy({ role: "operator", userType: "user" }))).toMatchObject({ isAdmin: false });
    expect(await readUser(signLegacy({ userType: "admin" }))).toMatchObject({ isAdmin: true, isStageAdmin: false });
  });

  test("may be the number of a row in a claim of the server's own, and in `sub` is text", async () => {
    expect(await readUser(signLegacy({ id: 42 }))).toMatchObject({ user: "legacy#42" });
    for (const id of [-1, 1.5, 2 ** 60, null, {}, ["5"], "", "x".repeat(257)]) {
      expect(await call(signLegacy({ id }))).toEqual(unauthenticated);
    }
    expect(await call(signLegacy({ id: undefined, sub: "5" }))).toEqual(unauthenticated);
  });

  test("whose name is too long for a key with the entry's is refused", async () => {
    expect(await call(signLegacy({ id: "é".repeat(160) }))).toEqual(unauthenticated);
    expect(await call(signOld({ sub: "x".repeat(256), tenants: "é".repeat(118) }))).toEqual(unauthenticated);
  });
});

describe("a token is refused with 401 and a challenge", () => {
  const publicKeyTexts = async () => [
    await exportSPKI(idpKeys.publicKey),
    JSON.stringify(await exportJWK(idpKeys.publicKey)),
  ];

  test("under the key of another issuer", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    expect(await call(signIdp({}, privateKey))).toEqual(unauthenticated);
    expect(await call(signOld({}, secrets["patchbay/test/jwt/legacy"]))).toEqual(unauthenticated);
    expect(await call(signLegacy({}, secrets["patchbay/test/jwt/old"]))).toEqual(unauthenticated);
  });

  test("signed with the public key as if it were a shared secret", async () => {
    for (const text of await publicKeyTexts()) {
      for (const token of [signIdp({}, text, "HS256"), signOld({}, text), signLegacy({}, text)]) {
        expect(await call(token)).toEqual(unauthenticated);
      }
    }
  });

  test("without a signature", async () => {
    for (const token of [await signIdp(), await signOld(), await signLegacy()]) {
      const [, payload] = token.split(".");
      for (const alg of ["none", "None", "", null]) {
        const header = Buffer.from(JSON.stringify({ alg })).toString("base64url");
        for (const signature of ["", "c2ln"]) {
          expect(await call(`${header}.${payload}.${signature}`)).toEqual(unauthenticated);
        }
      }
    }
  });

  test.each<[string, () => Promise<string>]>([
    ["of no listed issuer", () => signOld({ iss: "https://evil.example" })],
    ["whose issuer is called none", () => signLegacy({ iss: "none" })],
    ["whose issuer is empty", () => signLegacy({ iss: "" })],
    ["whose issuer is null", () => signLegacy({ iss: null })],
    ["whose issuer is a list", () => signOld({ iss: [oldIssuer] })],
    ["of the named issuer, without its name", () => signOld({ iss: undefined })],
    ["for another audience", () => signIdp({ aud: "other" })],
    ["for an audience, where the server names none", () => signOld({ aud: audience })],
    ["for an audience, where the server names none (legacy)", () => signLegacy({ aud: "reset" })],
    ["that has expired", () => signIdp({ exp: minutes(-2) })],
    ["that has expired (old)", () => signOld({ exp: minutes(-2) })],
    ["that has expired (legacy)", () => signLegacy({ exp: minutes(-2) })],
    ["without an end", () => signLegacy({ exp: undefined })],
    ["to refresh with (old)", () => signOld({ type: "refresh" })],
    ["to refresh with", () => signLegacy({ type: "refresh" })],
    ["to verify an e-mail address with", () => signLegacy({ type: "email_verification" })],
    ["to reset a password with", () => signLegacy({ type: "password_reset" })],
    ["of no type", () => signLegacy({ type: undefined })],
    ["of a type that only looks right", () => signLegacy({ type: ["access"] })],
    ["of another case", () => signLegacy({ type: "Access" })],
    ["issued too long ago", () => signLegacy({ iat: minutes(-62), exp: minutes(60) })],
    ["issued in the future", () => signLegacy({ iat: minutes(2), exp: minutes(60) })],
    ["without the time of its issue", () => signLegacy({ iat: undefined })],
    ["issued at a word", () => signLegacy({ iat: "now" })],
  ])("%s", async (_, sign) => {
    expect(await call(sign())).toEqual(unauthenticated);
  });
});

test("tolerates clocks that differ by less than a minute", async () => {
  const near = [
    signLegacy({ iat: minutes(0.5) }),
    signLegacy({ iat: minutes(-60.5) }),
    signOld({ exp: minutes(-0.5) }),
    signIdp({ exp: minutes(-0.5) }),
  ];
  for (const token of near) expect(await call(token)).toMatchObject({ status: 200 });
});

describe("an endpoint acts on no token", () => {
  const withAuthorizer = async (authorizer: unknown) => {
    const { event } = await authorize(await signOld());
    Object.assign(event.requestContext, { authorizer });
    if (authorizer === undefined) Reflect.deleteProperty(event.requestContext, "authorizer");
    const { statusCode, headers } = await handler(event, lambdaContext);
    return [statusCode, headers?.["www-authenticate"]];
  };

  test.each<[string, unknown]>([
    ["no authorizer's context", undefined],
    ["an empty context", {}],
    ["a context of null", { lambda: null }],
    ["no verdict", { lambda: { entry: "old" } }],
    ["the verdict refused", { lambda: { verdict: "refused", entry: "old" } }],
    ["a verdict that only looks right", { lambda: { verdict: ["verified"], entry: "old" } }],
    ["no entry", { lambda: { verdict: "verified" } }],
    ["the first entry's verdict", { lambda: { verdict: "verified", entry: "-" } }],
    ["another entry's verdict", { lambda: { verdict: "verified", entry: "legacy" } }],
    ["the gateway's word, which knows the first entry only", { jwt: { claims: {}, scopes: null } }],
  ])("with %s", async (_, authorizer) => {
    expect(await withAuthorizer(authorizer)).toEqual([401, "Bearer"]);
  });

  test("but on one with the verdict of its entry", async () => {
    expect(await withAuthorizer({ lambda: { verdict: "verified", entry: "old" } })).toEqual([200, undefined]);
  });
});

test("says of whom a token without an audience is", async () => {
  expect((await readUser(signIdp())).hasNoAudience).toBeUndefined();
  expect([await readUser(signOld()), await readUser(signLegacy())].map(({ hasNoAudience }) => hasNoAudience)).toEqual([
    true,
    true,
  ]);
});

test("refuses a service's token whatever its issuer", async () => {
  for (const sign of [signIdp, signOld, signLegacy]) {
    const { event } = await authorize(await sign({ scope: "integrations/tokens" }));
    expect(() => readSignedInUser(event)).toThrow(Problem);
  }
});

test("fetches keys and secrets once", async () => {
  for (const sign of [signIdp, signOld, signLegacy]) await call(sign());
  aws.calls.length = 0;
  idp.requests.length = 0;
  for (const sign of [signIdp, signOld, signLegacy]) expect(await call(sign())).toMatchObject({ status: 200 });
  expect([aws.calls, idp.requests]).toEqual([[], []]);
});
