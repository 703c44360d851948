// The stage's issuers: which combinations are accepted, and what synth says of the others.
import { expect, test } from "vitest";
import { findSignInEntry } from "../../infra/config/jwt.ts";
import { defineStage } from "../../infra/config.ts";
import { planLambda } from "../../infra/lambda-plan.ts";
import { account } from "./support/expansion.ts";
import { exampleInput, exampleJwt } from "./support/synthesized.ts";

const define = (jwt: unknown) => defineStage(Object.assign({ ...exampleInput }, { jwt }));

const idp = exampleJwt;
const old = { name: "old", issuer: "old-gateway", audience: "none", algorithm: "HS256" };
const legacy = {
  ...{ name: "legacy", issuer: "none", audience: "none", algorithm: "HS256", userClaim: "id" },
  ...{ requiredClaims: { type: "access" }, maxAgeSeconds: 86_400 },
};

test("makes a list of one entry, as it was before", () => {
  expect(define(idp).jwt).toEqual([{ ...idp, userClaim: "sub", requiredClaims: {}, sameUsers: false }]);
});

test("takes a list of issuers, and no name from the first", () => {
  const { jwt } = define([{ ...idp, name: "idp" }, old, { ...legacy, sameUsers: true }]);
  expect(jwt.map(({ name, issuer, sameUsers }) => [name, issuer, sameUsers])).toEqual([
    [undefined, "https://id.example.com/", false],
    ["old", "old-gateway", false],
    ["legacy", "none", true],
  ]);
});

test("takes an old server's tokens alone", () => {
  const { name: _, ...alone } = legacy;
  expect(define(alone).jwt).toEqual([{ ...alone, sameUsers: false }]);
});

test.each<[string, unknown, string]>([
  ["an empty list", [], "jwt must name an issuer."],
  ["nothing", undefined, "jwt must have issuer, audience and algorithm."],
  [
    "a second entry without a name",
    [idp, { ...old, name: undefined }],
    "jwt[1].name is missing: every entry but the first needs one.",
  ],
  ["the same name twice", [idp, old, { ...legacy, name: "old" }], "jwt[2].name must differ from those before it."],
  ["the first one's name", [{ ...idp, name: "old" }, old], "jwt[1].name must differ from those before it."],
  [
    "a name that cannot be part of a key",
    [idp, { ...old, name: "Old#1" }],
    "jwt[1].name must be 1 to 12 lower-case letters and digits, a letter first.",
  ],
  [
    "the same issuer with the same algorithm",
    [idp, { ...idp, name: "b" }],
    "jwt[1].issuer must not be that of an entry with the same algorithm: together they choose the entry.",
  ],
  [
    "two entries without an issuer",
    [legacy, { ...legacy, name: "b" }],
    'jwt[1].issuer may be "none" in one entry only.',
  ],
  [
    "published keys without an issuer",
    { ...idp, issuer: "none" },
    'jwt.issuer may be "none" only for HS256: published keys belong to an issuer.',
  ],
  [
    "published keys of no address",
    { ...idp, issuer: "old-gateway" },
    "jwt.issuer must be an absolute address such as https://example.com.",
  ],
  [
    "published keys over plain http",
    { ...idp, algorithm: "ES256", issuer: "http://id.example.com" },
    "jwt.issuer must use https (plain http is for localhost only).",
  ],
  [
    "published keys without an audience",
    [idp, { ...idp, name: "b", algorithm: "ES256", audience: "none" }],
    'jwt[1].audience may be "none" only for HS256: an identity provider signs tokens for other applications too.',
  ],
  [
    "no required claims",
    { ...legacy, requiredClaims: {} },
    'jwt.requiredClaims must name a claim, such as {type: "access"}, where the issuer is "none": the same secret signs other tokens.',
  ],
  ["no age", { ...legacy, maxAgeSeconds: undefined }, 'jwt.maxAgeSeconds must be set where the issuer is "none".'],
  ["an age that is none", { ...legacy, maxAgeSeconds: 0 }, "jwt.maxAgeSeconds must be more than 0."],
  [
    "a required claim of another type",
    { ...legacy, requiredClaims: { type: ["access"] } },
    "jwt.requiredClaims.type must be text, a number, true or false.",
  ],
  [
    "an administrator of the stage without an issuer",
    { ...legacy, stageAdmin: { claim: "userType", value: "root" } },
    'jwt.stageAdmin must not be set where issuer or audience is "none".',
  ],
  [
    "an administrator of the stage without an audience",
    [idp, { ...old, stageAdmin: { claim: "role", value: "root" } }],
    'jwt[1].stageAdmin must not be set where issuer or audience is "none".',
  ],
  [
    "an administrator of every tenant",
    [idp, { ...idp, name: "b", algorithm: "RS512", stageAdmin: { claim: "role", value: "admin" } }],
    "jwt[1].stageAdmin must differ from adminClaim and adminValue, or every tenant's administrators see all tenants.",
  ],
  [
    "the first one's users in the first",
    { ...idp, sameUsers: true },
    "jwt.sameUsers must not be set in the first entry, whose users they are.",
  ],
  ["an unknown setting", [idp, { ...old, usrClaim: "id" }], "jwt[1].usrClaim is not a setting."],
  ["an audience of another kind", [idp, { ...old, audience: "any" }], 'jwt[1].audience must be a list, or "none".'],
])("refuses %s in one sentence", (_, jwt, sentence) => {
  expect(() => define(jwt)).toThrow(`The configuration of stage "prod" is wrong: ${sentence}`);
});

test("takes one issuer with two algorithms, for they lead to different keys", () => {
  expect(define([idp, { ...idp, name: "b", algorithm: "HS256" }]).jwt).toHaveLength(2);
});

test.each<[string, unknown, string | undefined]>([
  ["the only issuer", idp, idp.issuer],
  ["the first", [idp, { ...idp, name: "b", issuer: "https://b.example.com" }], idp.issuer],
  ["the first with an address", [old, { ...idp, name: "b" }], idp.issuer],
  ["nobody", legacy, undefined],
])("lets the settings page sign in at %s", (_, jwt, issuer) => {
  expect(findSignInEntry(define(jwt).jwt)?.issuer).toBe(issuer);
  const row = { run: "settings-page/serve", permissions: ["page:configure"] } as const;
  const { environment } = planLambda(row, { config: define(jwt), place: account });
  const { tenantClaim } = issuer === undefined ? { tenantClaim: "" } : idp;
  expect(JSON.parse(environment.PAGE_CONFIG ?? "")).toMatchObject({ issuer: issuer ?? "", tenantClaim });
});
