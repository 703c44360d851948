import "./lambda-environment.ts";
import { describe, expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { readSignedInUser, readTokenUser, readVerifiedToken } from "../../lib/http/caller.ts";
import { httpEvent } from "../support/events.ts";

const now = 1_800_000_000;
const clock = () => now * 1000;
const claims = { sub: "ada", exp: now + 600 };

const createEvent = (given: Record<string, unknown>, headers: Record<string, string> = {}) =>
  httpEvent({ on: "GET /api/integrations", claims: given, headers });

const readUser = (given: Record<string, unknown>) => readSignedInUser(createEvent({ ...claims, ...given }), clock);

function getRefusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error.code;
  }
  return "let in";
}

test("knows a user by the token's subject", () => {
  expect(readUser({ name: "Ada" })).toEqual({
    user: "ada",
    tenant: "u#ada",
    isAdmin: false,
    isStageAdmin: false,
    name: "Ada",
  });
});

test("refuses a request that no authorizer has let through, whatever token it carries", () => {
  const { requestContext, ...event } = createEvent(claims);
  const { authorizer: _none, ...context } = requestContext;
  expect(getRefusal(() => readSignedInUser({ ...event, requestContext: context }, clock))).toBe("unauthenticated");
});

const token = createEvent(claims).headers.authorization ?? "";

test.each([
  ["no Authorization header", ""],
  ["another scheme", token.replace("Bearer", "Basic")],
  ["two headers, joined by a comma", `${token}, ${token}`],
  ["two headers, joined by a comma alone", `${token},${token}`],
  ["a token after the token", `${token} ${token}`],
  ["a token of two parts", token.split(".").slice(0, 2).join(".")],
  ["a payload that is no JSON", "Bearer a.b.c"],
  ["a line break behind the token", `${token}\n`],
  ["a payload that is an array", `Bearer a.${Buffer.from("[]").toString("base64url")}.c`],
  ["a payload that is null", `Bearer a.${Buffer.from("null").toString("base64url")}.c`],
])("refuses %s", (_, authorization) => {
  expect(getRefusal(() => readSignedInUser(createEvent(claims, { authorization }), clock))).toBe("unauthenticated");
});

test("does not look for a token in the query", () => {
  const event = { ...createEvent(claims, { authorization: "" }), queryStringParameters: { access_token: token } };
  expect(getRefusal(() => readSignedInUser(event, clock))).toBe("unauthenticated");
});

test.each([
  ["no subject", { sub: undefined }],
  ["an empty subject", { sub: "" }],
  ["a subject that is no string", { sub: 7 }],
  ["a subject of ten thousand characters", { sub: "x".repeat(10_000) }],
  ["a subject too long for a key in bytes", { sub: "é".repeat(256) }],
  ["a subject with half a character", { sub: "ada\ud800" }],
  ["no end", { exp: undefined }],
  ["an end that is no number", { exp: "tomorrow" }],
  ["an end more than a minute ago", { exp: now - 61 }],
  ["a beginning more than a minute ahead", { nbf: now + 61 }],
  ["a beginning that is no number", { nbf: "tomorrow" }],
  ["a subject of more than 256 characters", { sub: "x".repeat(257) }],
  ["a scope that is a number", { scope: 7 }],
  ["a scope that is an object", { scp: { 0: "openid" } }],
  ["a scope in a list that is no text", { scope: [7] }],
])("refuses a token with %s", (_, wrong) => {
  expect(getRefusal(() => readUser(wrong))).toBe("unauthenticated");
});

test.each([
  ["an end less than a minute ago", { exp: now - 59 }],
  ["an end just a minute ago", { exp: now - 60 }],
  ["a beginning less than a minute ahead", { nbf: now + 59 }],
  ["a beginning just a minute ahead", { nbf: now + 60 }],
  ["a beginning in the past", { nbf: 1 }],
])("allows for clocks that differ: %s", (_, near) => {
  expect(readUser(near).user).toBe("ada");
});

test.each(["integrations/tokens", "openid integrations/tokens email"])("refuses a service's token: %s", (scope) => {
  expect(getRefusal(() => readUser({ scope }))).toBe("forbidden");
});

test("treats a scope that only resembles a service's as a user's", () => {
  expect(readUser({ scope: "integrations/tokens.read" }).user).toBe("ada");
});

test.each([
  ["the value alone", "admin", true],
  ["a list with the value", ["editor", "admin"], true],
  ["a list without it", ["editor"], false],
  ["a longer word", "administrator", false],
  ["a list of longer words", ["not-admin", "admin2"], false],
  ["a string that looks like a flattened list", "[admin]", false],
  ["a string with the value in it", "editor admin", false],
  ["another case", "Admin", false],
  ["an object", { admin: true }, false],
  ["true", true, false],
  ["nothing", undefined, false],
])("judges an administrator by exact match: %s", (_, roles, isAdmin) => {
  expect(readUser({ roles }).isAdmin).toBe(isAdmin);
});

test("reads the subject from the token and not from the gateway's flattened copy", () => {
  const event = createEvent({ ...claims, roles: ["admin"] });
  event.requestContext.authorizer.jwt.claims = { sub: "mallory", roles: "[admin]" };
  expect(readSignedInUser(event, clock)).toMatchObject({ user: "ada", isAdmin: true });
});

test("takes no name from a claim that is none, and lets its user in", () => {
  for (const name of [null, 7, ["Ada"]]) expect(readUser({ name })).toMatchObject({ user: "ada", name: undefined });
});

test.each([
  ["scope as a string", { scope: "openid integrations/tokens" }],
  ["scope as a list", { scope: ["integrations/tokens"] }],
  ["scp as a list", { scp: ["openid", "integrations/tokens"] }],
])("refuses a service that carries its %s", (_, given) => {
  expect(getRefusal(() => readUser(given))).toBe("forbidden");
});

test("takes a subject of 256 characters", () => {
  expect(readUser({ sub: "x".repeat(256) }).user).toBe("x".repeat(256));
});

test.each([["openid"], [[]], [["openid", "email"]]])("takes a user with the scope %j", (scope) => {
  expect([readUser({ scope }).user, readUser({ scp: scope }).user]).toEqual(["ada", "ada"]);
});

test("says of a token how long it is valid, whose it is and whether it is a service's", () => {
  expect(readVerifiedToken(createEvent({ ...claims, name: "Ada" }), clock)).toMatchObject({
    ...{ payload: { sub: "ada" }, isService: false, name: "Ada", expiresAt: now + 600 },
  });
  expect(readVerifiedToken(createEvent({ ...claims, scope: "integrations/tokens" }), clock).isService).toBe(true);
});

describe("the user of a token alone", () => {
  const encode = (payload: object) => `a.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.c`;
  const read = (payload: object, tenant?: string) => readTokenUser(encode(payload), tenant, clock);

  test("is who the token says, for as long as it says", () => {
    expect(read({ ...claims, org: "acme", roles: ["admin"], name: "Ada" })).toEqual({
      user: { user: "ada", tenant: "c#acme", isAdmin: true, isStageAdmin: false, name: "Ada" },
      expiresAt: now + 600,
    });
  });

  test("acts for the tenant that is named beside the token", () => {
    expect(read({ ...claims, org: ["acme", "globex"] }, "globex").user.tenant).toBe("c#globex");
    expect(getRefusal(() => read({ ...claims, org: ["acme", "globex"] }))).toBe("invalid_request");
    expect(getRefusal(() => read({ ...claims, org: "acme" }, "globex"))).toBe("forbidden");
  });

  test("is nobody's for a service, or once it has ended", () => {
    expect(getRefusal(() => read({ ...claims, scope: "integrations/tokens" }))).toBe("forbidden");
    expect(getRefusal(() => read({ ...claims, exp: now - 61 }))).toBe("unauthenticated");
    const fresh = { sub: "ada", exp: Math.floor(Date.now() / 1000) + 60 };
    expect(readTokenUser(encode(fresh), undefined).user.user).toBe("ada");
  });
});
