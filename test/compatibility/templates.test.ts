// A deployed stage must be updatable: CloudFormation cannot move a fixed name to another stack or logical id.
import { expect, test } from "vitest";
import { z } from "zod";
import type { Stage } from "../../infra/config.ts";
import { stage as dev } from "../../infra/stages/dev.ts";
import { stage as local } from "../../infra/stages/local.ts";
import { expectCommitted } from "./support/committed-list.ts";
import { synthesizeTemplates } from "./support/templates-of.ts";

/** The property that holds the physical name, by type; of what has none, such as the key, the logical id is enough. */
const nameProperties: Readonly<Record<string, string>> = {
  "AWS::DynamoDB::Table": "TableName",
  "AWS::KMS::Alias": "AliasName",
  "AWS::SQS::Queue": "QueueName",
  "AWS::Logs::LogGroup": "LogGroupName",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::SNS::Topic": "TopicName",
  "AWS::CloudWatch::Alarm": "AlarmName",
  "AWS::ApiGatewayV2::Api": "Name",
  "AWS::ApiGatewayV2::Stage": "StageName",
  "AWS::ApiGatewayV2::Authorizer": "Name",
};
const unnamed = new Set(["AWS::KMS::Key", "AWS::Lambda::EventSourceMapping"]);

const index = z.object({
  IndexName: z.string(),
  KeySchema: z.array(z.object({ AttributeName: z.string() })),
  Projection: z.object({ ProjectionType: z.string() }),
});

interface Found {
  readonly names: Record<string, string>;
  readonly routes: Record<string, string>;
  readonly exports: Record<string, string>;
  readonly tables: Record<string, string>;
}

/** With `<stage>` for the stage's name, so that one list is good for all. */
function listResources(config: Stage): Found {
  const all: Found = { names: {}, routes: {}, exports: {}, tables: {} };
  const generic = (text: string) => text.replaceAll(config.stage, "<stage>");
  for (const stack of synthesizeTemplates(config)) {
    const place = generic(stack.name);
    for (const [id, { Type, Properties }] of Object.entries(stack.Resources)) {
      const name = Properties[nameProperties[Type] ?? ""];
      if (typeof name === "string") all.names[readName(Type, generic(name), place)] = `${place} ${id}`;
      if (unnamed.has(Type)) all.names[`${Type} ${place} ${id}`] = place;
      if (typeof Properties.RouteKey === "string") all.routes[`${readApi(stack.name)} ${Properties.RouteKey}`] = place;
      if (Type === "AWS::DynamoDB::Table") all.tables[generic(String(name))] = readRouteKeys(Properties);
    }
    for (const [id, { Export }] of Object.entries(stack.Outputs)) {
      if (Export !== undefined) all.exports[generic(String(Export.Name))] = `${place} ${id}`;
    }
  }
  return all;
}

/** Stages and authorizers have names of their own within their API only. */
const readName = (Type: string, name: string, place: string): string =>
  /::(Stage|Authorizer)$/.test(Type) ? `${Type} ${name} of ${place}` : `${Type} ${name}`;

const readApi = (name: string): string => (name.endsWith("-live") ? "socket" : "http");

function readRouteKeys({
  KeySchema,
  GlobalSecondaryIndexes = [],
  TimeToLiveSpecification,
}: Record<string, unknown>): string {
  const keys = index.shape.KeySchema.parse(KeySchema).map(({ AttributeName }) => AttributeName);
  const indexes = z.array(index).parse(GlobalSecondaryIndexes);
  const shown = indexes.map(
    (one) =>
      `${one.IndexName}(${one.KeySchema.map(({ AttributeName }) => AttributeName)}: ${one.Projection.ProjectionType})`,
  );
  const ttl = Object(TimeToLiveSpecification).AttributeName;
  return [keys.join("/"), ...shown, ...(ttl ? [`expires by ${ttl}`] : [])].join(", ");
}

test("every fixed name and every route stays in its stack, under its logical id", { timeout: 300_000 }, async () => {
  const [one, other] = [listResources(dev), listResources({ ...local, stage: "test" })];
  const both = Object.fromEntries(Object.entries(one.names).filter(([name, place]) => other.names[name] === place));
  const rest = (names: Record<string, string>) =>
    Object.fromEntries(Object.entries(names).filter(([name]) => !(name in both)));
  expect(Object.keys(both).length).toBeGreaterThan(200);
  expect(other.routes).toEqual(one.routes);
  expect(other.tables).toEqual(one.tables);
  const stays =
    "A stage that is deployed has it under that name: CloudFormation would make it again, and fail or lose what it holds.";
  await expectCommitted(
    "templates.json",
    {
      names: both,
      "names of dev": rest(one.names),
      "names of local and test": rest(other.names),
      routes: one.routes,
      exports: one.exports,
      tables: one.tables,
    },
    {
      names: stays,
      "names of dev": stays,
      "names of local and test": stays,
      routes: "A route key is unique within its API: moved to another stack, the update of a deployed stage fails.",
      exports: "Other stacks of a deployed stage import it, and an export in use cannot be changed.",
      tables:
        "Keys and indexes of a table cannot be changed without making it again, and stored rows stand under them.",
    },
  );
});
