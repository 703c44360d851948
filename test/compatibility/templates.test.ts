// A deployed stage must be updatable: CloudFormation cannot move a fixed name to another stack or logical id.
import { expect, test } from "vitest";
import { z } from "zod";
import type { Stage } from "../../infra/config.ts";
import { stage as dev } from "../../infra/stages/dev.ts";
import { stage as local } from "../../infra/stages/local.ts";
import { expectCommitted } from "./support/committed-list.ts";
import { type FixedNames, listFixedNames, withoutStage } from "./support/fixed-names.ts";
import { synthesizeTemplates } from "./support/templates-of.ts";

const index = z.object({
  IndexName: z.string(),
  KeySchema: z.array(z.object({ AttributeName: z.string() })),
  Projection: z.object({ ProjectionType: z.string() }),
});

interface Found extends FixedNames {
  readonly exports: Record<string, string>;
  readonly tables: Record<string, string>;
}

function listResources(config: Stage): Found {
  const stacks = synthesizeTemplates(config);
  const all: Found = { ...listFixedNames(stacks, config.stage), exports: {}, tables: {} };
  const generic = (value: unknown) => withoutStage(String(value), config.stage);
  for (const { name, resources, outputs } of stacks) {
    for (const { Type, Properties } of Object.values(resources)) {
      if (Type === "AWS::DynamoDB::Table") all.tables[generic(Properties.TableName)] = readTableKeys(Properties);
    }
    for (const [id, { Export }] of Object.entries(outputs)) {
      if (Export !== undefined) all.exports[generic(Export.Name)] = `${generic(name)} ${id}`;
    }
  }
  return all;
}

function readTableKeys({
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
  // The local stage also switches on the pages that an application may have itself.
  expect(other.routes).toMatchObject(one.routes);
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
