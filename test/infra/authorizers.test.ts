// Who checks the tokens of a stage, by its issuers.
import { describe, expect, it } from "vitest";
import { defineStage, type StageInput } from "../../infra/config.ts";
import { exampleInput, exampleJwt, listResources, type SynthesizedStack, synthesize } from "./support/synthesized.ts";

const properties = (type: string, from: readonly SynthesizedStack[]) =>
  listResources(from, type).map(({ Properties }) => Object(Properties));

const old = { name: "old", issuer: "old-gateway", audience: "none", algorithm: "HS256" } as const;
const build = (jwt: StageInput["jwt"]) => synthesize(defineStage({ ...exampleInput, jwt }));
const stages = { HS256: build({ ...exampleJwt, algorithm: "HS256" }), "a list": build([exampleJwt, old]) };

describe("with tokens that API Gateway cannot check", () => {
  const authorizers = (stage: keyof typeof stages) =>
    properties("AWS::ApiGatewayV2::Authorizer", stages[stage]).map(({ Name, AuthorizerType }) => [
      Name,
      AuthorizerType,
    ]);

  it("a Lambda tells the endpoints, and its answers are kept for a minute", () => {
    for (const signed of Object.values(stages)) {
      const verdicts = properties("AWS::ApiGatewayV2::Authorizer", signed).find(({ Name }) => Name === "users-verdict");
      expect(verdicts).toMatchObject({
        AuthorizerType: "REQUEST",
        AuthorizerResultTtlInSeconds: 60,
        EnableSimpleResponses: true,
        IdentitySource: ["$request.header.Authorization"],
      });
      const names = properties("AWS::Lambda::Function", signed).map(({ FunctionName }) => FunctionName);
      expect(names).toContain("patchbay-prod-verify-token");
    }
  });

  it("the authorizer that the first issuer has alone, or had in earlier releases, stays beside it", () => {
    expect(authorizers("HS256")).toEqual([
      ["users-lambda", "REQUEST"],
      ["users-verdict", "REQUEST"],
    ]);
    expect(authorizers("a list")).toEqual([
      ["users", "JWT"],
      ["users-verdict", "REQUEST"],
    ]);
  });

  it("every route of a user or an admin names the one that tells, by a parameter of its own", () => {
    for (const signed of Object.values(stages)) {
      const guarded = signed.flatMap(({ resources, template }) =>
        Object.values(resources).flatMap(({ Type, Properties }) => {
          const { AuthorizationType, AuthorizerId } = Object(Properties);
          if (Type !== "AWS::ApiGatewayV2::Route" || AuthorizationType === "NONE") return [];
          return [[AuthorizationType, template.Parameters?.[AuthorizerId?.Ref]?.Default]];
        }),
      );
      expect(guarded.length).toBeGreaterThan(90);
      expect(new Set(guarded.map((one) => one.join(" ")))).toEqual(
        new Set(["CUSTOM /patchbay/prod/authorizers/users-verdict"]),
      );
    }
  });

  it("the stage says last that endpoints read verdicts", () => {
    const variables = Object.values(stages).map((signed) => {
      const [stage] = properties("AWS::ApiGatewayV2::Stage", withoutSockets(signed));
      return stage.StageVariables;
    });
    expect(variables).toEqual(variables.map(() => ({ verdicts: "read" })));
  });

  it("a Lambda that verifies reads the secrets of the stage's issuers, and no other", () => {
    const [, { Policies }] = properties("AWS::IAM::Role", stages["a list"])
      .map((role) => [role.Description, role] as const)
      .find(([description]) => description === "What patchbay-prod-verify-token may do") ?? ["", {}];
    const text = JSON.stringify(Policies);
    expect([...text.matchAll(/:secret:([^"]+)"/g)].map(([, name]) => name)).toEqual(["patchbay/prod/jwt/old-??????"]);
  });

  it("the first issuer's claims stand in the environment as they did, and the list beside them", () => {
    const [list] = properties("AWS::Lambda::Function", stages["a list"]).filter(
      ({ FunctionName }) => FunctionName === "patchbay-prod-integrations-list",
    );
    const { TENANT_CLAIM, ADMIN_CLAIM, JWT_ENTRIES } = list.Environment.Variables;
    expect([TENANT_CLAIM, ADMIN_CLAIM]).toEqual(["org", "role"]);
    expect(JSON.parse(JWT_ENTRIES)).toEqual(defineStage({ ...exampleInput, jwt: [exampleJwt, old] }).jwt);
  });

  const withoutSockets = (from: readonly SynthesizedStack[]) => from.filter(({ name }) => !name.endsWith("-live"));
});
