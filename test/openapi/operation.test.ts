import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { DescribedContract } from "../../infra/openapi/contracts.ts";
import { foldProviders } from "../../infra/openapi/fold-providers.ts";
import { buildOperation } from "../../infra/openapi/operation.ts";
import type { SharedSchemas } from "../../infra/openapi/schema.ts";
import type { Route } from "../../infra/route.ts";

const row: Route = {
  on: "POST /api/things/{id}",
  run: "things-v2/make-thing",
  caller: "user",
  perSecond: 1,
  permissions: [],
};

function describeOperation(
  contract: DescribedContract,
  change: Partial<Route> = {},
  shared: SharedSchemas = new Map(),
) {
  const [endpoint] = foldProviders([{ ...row, ...change }]);
  if (endpoint === undefined) throw new Error("no endpoint");
  return buildOperation(endpoint, contract, shared);
}

const parameter = (query: z.ZodType, name: string) =>
  describeOperation({ query }).parameters?.find((found) => "name" in found && found.name === name);

describe("an operation", () => {
  it("is named after its entry, and says what it does", () => {
    const operation = describeOperation({ about: "Makes a thing." });
    expect(operation).toMatchObject({ operationId: "thingsV2MakeThing", summary: "Makes a thing" });
  });

  it("asks for a token where its caller is a person", () => {
    expect(describeOperation({}).security).toEqual([{ bearer: [] }]);
    expect(describeOperation({}, { caller: "nobody" }).security).toEqual([]);
  });

  it("has a parameter for a variable that its contract leaves to the provider", () => {
    expect(describeOperation({}, { caller: "nobody" }).parameters).toEqual([
      { name: "id", in: "path", required: true, schema: { type: "string", minLength: 1 } },
    ]);
  });

  it("takes a tenant's name where its caller is a person", () => {
    const tenantId = { $ref: "#/components/parameters/TenantId" };
    expect(describeOperation({}).parameters).toContainEqual(tenantId);
    expect(Object.keys(describeOperation({}).responses)).toContain("400");
    expect(describeOperation({}, { caller: "state" }).parameters).not.toContainEqual(tenantId);
  });

  it("shows the body as clients send it: members with a default are optional", () => {
    const body = z.object({ name: z.string().max(5), size: z.number().default(1) });
    expect(describeOperation({ body }).requestBody).toEqual({
      required: true,
      content: {
        "application/json": {
          schema: {
            type: "object",
            properties: { name: { type: "string", maxLength: 5 }, size: { default: 1, type: "number" } },
            required: ["name"],
          },
        },
      },
    });
  });

  it("leaves room for new members in its answer", () => {
    const { responses } = describeOperation({ answer: () => z.strictObject({ id: z.string() }), status: 201 });
    expect(responses[201]).toMatchObject({
      content: {
        "application/json": {
          schema: { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
        },
      },
    });
    expect(JSON.stringify(responses[201])).not.toContain("additionalProperties");
  });

  it("has no content with 204", () => {
    expect(describeOperation({ status: 204, answer: () => z.undefined() }).responses[204]).not.toHaveProperty(
      "content",
    );
  });
});

describe("a parameter of a query", () => {
  it("is a number where digits are read as one, with its bounds and default", () => {
    const limit = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(1).max(100)).default(50);
    expect(parameter(z.object({ limit }), "limit")).toMatchObject({
      required: false,
      schema: { type: "integer", minimum: 1, maximum: 100, default: 50 },
    });
  });

  it("stays text where digits are a name", () => {
    const teamId = z.string().regex(/^\d{1,32}$/);
    expect(parameter(z.object({ teamId }), "teamId")).toMatchObject({
      required: true,
      schema: { type: "string", pattern: "^\\d{1,32}$" },
    });
  });

  it("shows no default for a value that only replaces invalid input", () => {
    const query = z.object({ error: z.string().optional().catch("unknown") });
    expect(parameter(query, "error")).toHaveProperty("schema", { type: "string" });
  });

  it("is explained where its name says the same everywhere", () => {
    const known = parameter(z.object({ pageToken: z.string().optional() }), "pageToken");
    expect(known).toHaveProperty("description", expect.stringContaining("nextPageToken"));
    const own = parameter(z.object({ pageToken: z.string().describe("Mine.") }), "pageToken");
    expect(own).toHaveProperty("description", "Mine.");
  });
});

describe("failures", () => {
  it("follow from what is checked and who is asking", () => {
    const plain = describeOperation({}, { caller: "nobody", on: "GET /api/things" });
    expect(Object.keys(plain.responses)).toEqual(["200", "429", "500", "503"]);
    expect(Object.keys(describeOperation({ body: z.object({}) }).responses)).toEqual(
      expect.arrayContaining(["400", "401", "403", "413"]),
    );
  });

  it("include the provider's where the Lambda may speak to one", () => {
    const may = ["client-secret:slack"] as const;
    expect(describeOperation({}, { provider: "slack", permissions: may }).responses).toHaveProperty("502");
    expect(describeOperation({}).responses).not.toHaveProperty("502");
  });

  it("include those of a key that is used twice", () => {
    const { responses, parameters } = describeOperation({ once: () => undefined });
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(["409", "422"]));
    expect(parameters).toContainEqual({ $ref: "#/components/parameters/IdempotencyKey" });
  });
});

it("mentions If-Match where it is accepted", () => {
  const ifMatch = { $ref: "#/components/parameters/IfMatch" };
  expect(describeOperation({ guarded: true }).parameters).toContainEqual(ifMatch);
  expect(describeOperation({}).parameters).not.toContainEqual(ifMatch);
});

describe("a schema with an id", () => {
  const thing = () => z.object({ id: z.string() }).meta({ id: "ThingOfATest" });

  it("is told once", () => {
    const shared: SharedSchemas = new Map();
    const operation = describeOperation({ answer: () => z.array(thing()) }, {}, shared);
    describeOperation({ answer: thing }, {}, shared);
    expect(JSON.stringify(operation)).toContain('"$ref":"#/components/schemas/ThingOfATest"');
    expect(shared.get("ThingOfATest")).toMatchObject({ properties: { id: { type: "string" } } });
  });

  it("shares it with no other schema", () => {
    const shared: SharedSchemas = new Map();
    describeOperation({ answer: thing }, {}, shared);
    const other = () => z.object({ name: z.string() }).meta({ id: "ThingOfATest" });
    expect(() => describeOperation({ answer: other }, {}, shared)).toThrow(
      "Two different schemas are called ThingOfATest.",
    );
  });
});

it("folds rows that differ in their provider, and no others", () => {
  const flows = (["slack", "gmail"] as const).map((provider): Route => {
    return { ...row, on: `GET /api/v1/oauth/${provider}/start`, run: "oauth-v1/start", provider };
  });
  const own: Route = { ...row, on: "GET /api/integrations/slack/channels", run: "slack/list", provider: "slack" };
  expect(foldProviders([...flows, own]).map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /api/v1/oauth/{service}/start",
    "GET /api/integrations/slack/channels",
  ]);
});
