// Who services and users are where several issuers' tokens are taken, by the verdict of the authorizer.
import "./lambda-environment.ts";
import { describe, expect, test } from "vitest";
import type { ServiceRight } from "../../lib/service-entry.ts";
import { httpEvent } from "../support/events.ts";

const [idp, old, legacy, shared] = ["https://id.example.com/", "old-gateway", "none", "https://new.example.com/"];
const rules = { audience: ["patchbay"], algorithm: "RS256", userClaim: "sub", requiredClaims: {}, sameUsers: false };
const listed = { clientClaim: "client_id", clientId: "desk", tenants: ["acme"], providers: [], perMinute: 9 };
Object.assign(process.env, {
  JWT_ENTRIES: JSON.stringify([
    { ...rules, issuer: idp, tenantClaim: "org" },
    { ...rules, name: "old", issuer: old, audience: "none", requiredClaims: { type: "access" } },
    { ...rules, name: "legacy", issuer: legacy, userClaim: "id" },
    { ...rules, name: "new", issuer: shared, sameUsers: true },
    { ...rules, name: "other", issuer: "https://other.example.com/", userClaim: "id" },
  ]),
  SERVICES: JSON.stringify([
    { ...listed, issuer: idp, may: ["token", "crm"] },
    { ...listed, issuer: idp, clientId: "helper", usersOf: "https://other.example.com/", may: ["token"] },
    { ...listed, issuer: idp, clientId: "twin", usersOf: shared, may: ["token"] },
    { ...listed, issuer: idp, clientId: "azp-desk", clientClaim: "azp", may: ["token"] },
    { ...listed, issuer: old, may: ["token"] },
    { ...listed, issuer: legacy, may: ["token"] },
    { ...listed, issuer: shared, may: ["token"] },
    { ...listed, issuer: "https://other.example.com/", may: ["token"] },
  ]),
});
const { Problem } = await import("../../lib/errors.ts");
const { readSignedInUser } = await import("../../lib/http/caller.ts");
const { hasServiceToken, readCallingService } = await import("../../lib/http/service-caller.ts");

type Claims = Readonly<Record<string, unknown>>;

/** The event of a request whose token the authorizer has verified by this entry. */
function createEvent(entry: string, claims: Claims) {
  const event = httpEvent({ on: "GET /x", claims: { ...claims } });
  Object.assign(event.requestContext, { authorizer: { lambda: { verdict: "verified", entry } } });
  return event;
}

const service = { sub: "desk", client_id: "desk", scope: "integrations/tokens" };

/** The service, or the code of the refusal. */
function readService(entry: string, claims: Claims, rights: readonly ServiceRight[] = ["token"]) {
  try {
    const { entry: found, usersEntry } = readCallingService(createEvent(entry, { ...service, ...claims }), rights);
    return [found.issuer, found.clientId, usersEntry];
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

describe("a service", () => {
  test.each<[string, string, Claims, unknown]>([
    ["of the first issuer is for the first one's users", "-", { iss: idp }, [idp, "desk", undefined]],
    [
      "of another is for that one's users",
      "other",
      { iss: "https://other.example.com/" },
      ["https://other.example.com/", "desk", "other"],
    ],
    ["of one that shares the first one's users is for these", "new", { iss: shared }, [shared, "desk", undefined]],
    [
      "may be for another issuer's users",
      "-",
      { iss: idp, sub: "helper", client_id: "helper" },
      [idp, "helper", "other"],
    ],
    [
      "may be for the users of one that shares the first one's",
      "-",
      { iss: idp, sub: "twin", client_id: "twin" },
      [idp, "twin", undefined],
    ],
    [
      "may be named by another claim",
      "-",
      { iss: idp, sub: "azp-desk", client_id: undefined, azp: "azp-desk" },
      [idp, "azp-desk", undefined],
    ],
    [
      "may have no user claim",
      "other",
      { iss: "https://other.example.com/", sub: undefined },
      ["https://other.example.com/", "desk", "other"],
    ],
    [
      "may have another subject where users are known by another claim",
      "other",
      { iss: "https://other.example.com/", sub: "x" },
      ["https://other.example.com/", "desk", "other"],
    ],
    [
      "may have a user claim where the subject is its own name",
      "other",
      { iss: "https://other.example.com/", id: 7 },
      ["https://other.example.com/", "desk", "other"],
    ],
  ])("%s", (_, entry, claims, expected) => {
    expect(readService(entry, claims)).toEqual(expected);
  });

  test.each<[string, string, Claims, string]>([
    ["of an issuer without a name", "legacy", { alg: "RS256" }, "forbidden"],
    ["of an issuer that names no audience", "old", { iss: old, type: "access" }, "forbidden"],
    ["that is not listed for its issuer", "new", { iss: shared, sub: "helper", client_id: "helper" }, "forbidden"],
    ["that is named by another claim than its own", "-", { iss: idp, client_id: undefined, azp: "desk" }, "forbidden"],
    ["whose token is a person's", "-", { iss: idp, sub: "ada" }, "forbidden"],
    [
      "whose token is a person's by another claim",
      "other",
      { iss: "https://other.example.com/", sub: "x", id: "ada" },
      "forbidden",
    ],
    ["without the scope", "-", { iss: idp, scope: "openid" }, "forbidden"],
    ["whose token was verified as another issuer's", "other", { iss: idp }, "unauthenticated"],
    ["whose token has ended", "-", { iss: idp, exp: 1 }, "unauthenticated"],
  ])("is refused: one %s", (_, entry, claims, code) => {
    expect(readService(entry, claims)).toBe(code);
  });

  test.each<[readonly ServiceRight[], boolean]>([
    [["token"], true],
    [["crm"], true],
    [["ehr", "crm"], true],
    [["ehr"], false],
    [["ehr", "connect"], false],
    [[], false],
  ])("needs one of the rights %j", (rights, isLetIn) => {
    expect(readService("-", { iss: idp }, rights)).toEqual(isLetIn ? [idp, "desk", undefined] : "forbidden");
  });

  test("is told what it lacks", () => {
    const ask = (claims: Claims, rights: readonly ServiceRight[]) =>
      readCallingService(createEvent("-", { ...service, iss: idp, ...claims }), rights);
    expect(() => ask({ client_id: "stranger" }, ["token"])).toThrow("This endpoint is for services.");
    expect(() => ask({}, ["ehr"])).toThrow("This service has not the right for this.");
  });

  test("is none at another time than its token's", () => {
    const event = createEvent("-", { ...service, iss: idp, exp: 2000 });
    expect(readCallingService(event, ["token"], () => 1_999_000).entry.clientId).toBe("desk");
    expect(() => readCallingService(event, ["token"])).toThrow(Problem);
    expect(hasServiceToken(event, () => 1_999_000)).toBe(true);
    expect(() => hasServiceToken(event)).toThrow(Problem);
  });

  test("is known by its scope alone, listed or not", () => {
    const isService = (claims: Claims) => hasServiceToken(createEvent("-", { iss: idp, ...claims }));
    expect([isService({ ...service, client_id: "stranger" }), isService({ sub: "ada" })]).toEqual([true, false]);
  });
});

describe("a user's claim", () => {
  const read = (id: unknown) => {
    try {
      return readSignedInUser(createEvent("other", { iss: "https://other.example.com/", id })).user;
    } catch (error) {
      if (error instanceof Problem) return error.code;
      throw error;
    }
  };

  test.each([
    [0, "other#0"],
    [7, "other#7"],
    [Number.MAX_SAFE_INTEGER, `other#${Number.MAX_SAFE_INTEGER}`],
    ["7", "other#7"],
  ])("may be the number of a row: %j", (id, user) => {
    expect(read(id)).toBe(user);
  });

  test.each([-1, 0.5, 2 ** 53, true, null, "", undefined, "x".repeat(257)])("is none as %j", (id) => {
    expect(read(id)).toBe("unauthenticated");
  });
});

test.each<[string, string, Claims]>([
  ["without a claim that its issuer's must have", "old", { iss: old, sub: "5" }],
  ["with another value of it", "old", { iss: old, sub: "5", type: "refresh" }],
  ["of an issuer that is not listed", "-", { iss: "https://evil.example/", sub: "5" }],
])("takes no token %s, whatever the authorizer said", (_, entry, claims) => {
  const read = () => readSignedInUser(createEvent(entry, claims));
  expect(read).toThrow(expect.objectContaining({ code: "unauthenticated" }));
});

test("an issuer without administrators has none, whatever its tokens say", () => {
  const user = readSignedInUser(createEvent("-", { iss: idp, sub: "5", undefined: "undefined", roles: ["admin"] }));
  expect(user).toMatchObject({ isAdmin: false, isStageAdmin: false });
});

test("says which users' tokens were issued for nobody in particular", () => {
  const ofOld = readSignedInUser(createEvent("old", { iss: old, sub: "5", type: "access" }));
  expect(ofOld).toMatchObject({ hasNoAudience: true });
  expect(readSignedInUser(createEvent("-", { iss: idp, sub: "5" }))).not.toHaveProperty("hasNoAudience");
});
