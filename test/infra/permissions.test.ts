import { describe, expect, it } from "vitest";
import type { Stage } from "../../infra/config.ts";
import { planLambda } from "../../infra/lambda-plan.ts";
import { type Permission, resolvePermission } from "../../infra/permissions.ts";
import type { Route } from "../../infra/route.ts";
import { routes } from "../../infra/routes.ts";
import { jobs } from "../../infra/triggers.ts";
import { account } from "./support/expansion.ts";
import { exampleStage } from "./support/synthesized.ts";

const context = { config: exampleStage, place: account };
const plans = [...routes, ...jobs].map((row) => planLambda(row, context));

describe("the names of permissions and routes", () => {
  it("do not compile when misspelt", () => {
    const row = { run: "x", caller: "user", perSecond: 1 } as const;
    const wrong: Route[] = [
      // @ts-expect-error there is no method FETCH
      { ...row, on: "FETCH /x", permissions: [] },
      // @ts-expect-error a path begins with a slash
      { ...row, on: "GET x", permissions: [] },
      // @ts-expect-error there is no permission connections:raed
      { ...row, on: "GET /x", permissions: ["connections:raed"] },
      // @ts-expect-error there is no provider slak
      { ...row, on: "GET /x", permissions: ["client-secret:slak"] },
      // @ts-expect-error there is no purpose mail
      { ...row, on: "GET /x", permissions: ["vault:seal:mail:slack"] },
      // @ts-expect-error there is no caller everybody
      { ...row, on: "GET /x", permissions: [], caller: "everybody" },
    ];
    expect(wrong).toHaveLength(6);
  });
});

describe("a permission", () => {
  it("allows the calls and sets the variable together", () => {
    expect(resolvePermission("revocations:send", context)).toEqual({
      statements: [
        {
          actions: ["sqs:SendMessage"],
          resources: ["arn:aws:sqs:eu-central-1:111122223333:patchbay-prod-revocations"],
        },
      ],
      environment: {
        REVOCATIONS_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/111122223333/patchbay-prod-revocations",
      },
    });
  });

  it("decrypts only data keys of its stage, purpose and provider", () => {
    const [decrypt, wrapped] = resolvePermission("vault:open:pending:figma", context).statements;
    expect(decrypt).toEqual({
      actions: ["kms:Decrypt"],
      resources: ["arn:aws:kms:eu-central-1:111122223333:key/*"],
      conditions: {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": ["alias/patchbay-prod"] },
        StringEquals: {
          "kms:EncryptionContext:stage": ["prod"],
          "kms:EncryptionContext:purpose": ["pending"],
          "kms:EncryptionContext:provider": ["figma"],
        },
      },
    });
    expect(wrapped?.actions).toEqual(["dynamodb:GetItem", "dynamodb:Query"]);
    expect(wrapped?.conditions).toEqual({
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["key#pending#figma#*"] },
    });
  });

  it("allows access to rows of its own kind only", () => {
    const grants: Permission[] = ["states:consume", "settings:write", "siblings:read", "due:query"];
    const reached = grants.flatMap((grant) =>
      resolvePermission(grant, context).statements.flatMap(
        ({ conditions }) => conditions?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"],
      ),
    );
    expect(reached).toEqual(["state#*", "settings#*", "share#*", "due#*"]);
  });
});

describe("every Lambda of the tables", () => {
  it("has an environment within Lambda's 4 kB", () => {
    const sizes = plans.map(({ name, environment }) => ({ name, bytes: JSON.stringify(environment).length }));
    expect(sizes.filter(({ bytes }) => bytes > 4096)).toEqual([]);
  });

  it("is given the services only where it answers one", () => {
    const answering = routes.filter(({ caller }) => caller.includes("service")).map(({ run }) => run);
    const told = plans.filter(({ environment }) => "SERVICES" in environment).map(({ entry }) => entry);
    expect(new Set(told)).toEqual(new Set(answering));
  });

  it("has a role within IAM's 10,240 characters for inline policies", () => {
    const sizes = plans.map(({ name, statements }) => ({ name, length: JSON.stringify(statements).length }));
    expect(sizes.filter(({ length }) => length > 9000)).toEqual([]);
  });

  it("has a name within Lambda's 64 characters, also on the longest stage", () => {
    const names = plans.map(({ name }) => name.replace("patchbay-prod-", "patchbay-abcdefghijkl-"));
    expect(names.filter((name) => name.length > 64)).toEqual([]);
  });

  it("has the same permissions in every row it serves", () => {
    const byLambda = Map.groupBy(routes, ({ run, provider }) => `${run} ${provider ?? ""}`);
    const differing = [...byLambda.values()].filter(
      (rows) => new Set(rows.map(({ permissions: may }) => may.join())).size > 1,
    );
    expect(differing).toEqual([]);
  });
});

describe("live changes", () => {
  const pubsub = {
    topic: "projects/p/topics/t",
    audience: "a",
    serviceAccount: "push@example.com",
    issuer: "https://accounts.google.com",
    jwks: "https://www.googleapis.com/oauth2/v3/certs",
  };
  const { pubsub: _, ...withoutTopic } = exampleStage;

  it.each([
    [
      "with a topic",
      { ...withoutTopic, pubsub },
      ["gmail", "calendar", "shopify", "clio"],
      ["figma", "gmail", "calendar", "shopify", "clio"],
    ],
    ["without one", withoutTopic, ["calendar", "shopify", "clio"], ["figma", "calendar", "shopify", "clio"]],
    [
      "switched off",
      { ...withoutTopic, pubsub, webhookEnabledByDefault: false },
      [],
      ["figma", "gmail", "calendar", "shopify", "clio"],
    ],
  ])("are on by default, and offered by the page, where the stage can carry them: %s", (_name, config, on, offered) => {
    const read = (permission: Permission, name: string) =>
      JSON.parse(resolvePermission(permission, { ...context, config }).environment[name] ?? "");
    expect(read("settings:defaults", "LIVE_BY_DEFAULT")).toEqual(on);
    expect(read("page:configure", "PAGE_CONFIG")).toMatchObject({ liveProviders: offered });
  });
});

describe("assistants that write", () => {
  const readPage = (config: Stage): unknown =>
    JSON.parse(resolvePermission("page:configure", { ...context, config }).environment.PAGE_CONFIG ?? "{}");

  it("are offered by the page where the stage lets them, for the providers that they can write at", () => {
    expect(readPage({ ...exampleStage, mcp: { connections: "write" } })).toMatchObject({
      assistantProviders: ["figma", "slack", "github", "gmail", "calendar"],
    });
  });

  it.each([[undefined], [{}], [{ connections: "read" as const }]])("are not offered with mcp %j", (mcp) => {
    expect(readPage({ ...exampleStage, mcp })).toMatchObject({ assistantProviders: [] });
  });
});
