// An update from v0.1.0 by CloudFormation's rules: nothing that holds data is replaced, removed or moved.
import { describe, expect, it, test } from "vitest";
import type { Stage } from "../../infra/config.ts";
import { stage as dev } from "../../infra/stages/dev.ts";
import { stage as local } from "../../infra/stages/local.ts";
import { synthesize } from "../infra/support/synthesized.ts";
import { type RecordedStack, templateSchema } from "./support/assembly.ts";
import { readRecordedStacks } from "./support/recorded-release.ts";
import { findBrokenUpdates } from "./support/update-rules.ts";

const synthesizeStacks = (config: Stage) =>
  synthesize(config).map(({ name, template }) => ({ stackName: name, template: templateSchema.parse(template) }));

/** Stateless, and only where questions to a database were off: the routes stay, the Lambda behind them is another. */
const replacedByQuestions = [
  "mcpoffLogF6438960 (AWS::Logs::LogGroup)",
  "mcpoffFunction6513F576 (AWS::Lambda::Function)",
];
const removals = {
  dev: [],
  test: replacedByQuestions.map((resource) => `patchbay-test-integrations ${resource} is removed.`),
};

const stages = { dev, test: { ...local, stage: "test" } } as const;

test.each(["dev", "test"] as const)(
  "updating the stage %s from v0.1.0 replaces, moves and removes nothing that holds data",
  { timeout: 300_000 },
  (name) => {
    const before = readRecordedStacks(name);
    expect(before.flatMap(({ template }) => Object.keys(template.Resources)).length).toBeGreaterThan(500);
    expect(findBrokenUpdates(before, synthesizeStacks(stages[name]))).toEqual(removals[name]);
  },
);

test.each(["dev", "test"] as const)(
  "going back from today's stage %s replaces and moves nothing",
  { timeout: 300_000 },
  (name) => {
    // The audit's stream ends with its only reader, which counts; nothing of before is in it.
    const endsAuditStream = / audit\w+ \(AWS::DynamoDB::Table\) changes its StreamSpecification\.$/;
    const found = findBrokenUpdates(synthesizeStacks(stages[name]), readRecordedStacks(name));
    const broken = found.filter((sentence) => !endsAuditStream.test(sentence));
    expect(found.length - broken.length).toBe(1);
    // What is new since then goes: the page on upgrading says what becomes of it. The stack of the alarms, which imports the key's ARN, is deleted before.
    expect(
      broken.filter((sentence) => !/ is removed\.$| is gone: |key-arn of .* changes or goes/.test(sentence)),
    ).toEqual([]);
    const tablesAndKeys = broken.filter((sentence) => /DynamoDB::Table|KMS::/.test(sentence));
    expect(tablesAndKeys).toEqual([]);
  },
);

describe("what CloudFormation refuses, or does at the price of data, is found:", () => {
  const find = (change: (data: RecordedStack, all: RecordedStack[]) => void) => {
    const after = readRecordedStacks("dev");
    const data = after.find(({ id }) => id === "Data");
    if (data === undefined) throw new Error("no stack with the data was recorded");
    change(data, after);
    return findBrokenUpdates(readRecordedStacks("dev"), after);
  };
  const readFeed = ({ template }: RecordedStack) => {
    const [feed] = Object.values(template.Resources).filter(({ Properties }) =>
      /-feed$/.test(String(Properties.TableName)),
    );
    if (feed === undefined) throw new Error("no table of the feed was recorded");
    return feed;
  };

  it("nothing, where nothing changes", () => {
    expect(find(() => {})).toEqual([]);
  });

  it.each<[string, (data: RecordedStack, all: RecordedStack[]) => void, RegExp]>([
    [
      "a table of another name",
      (data) => Object.assign(readFeed(data).Properties, { TableName: "new" }),
      /is replaced: TableName/,
    ],
    [
      "a table with another key",
      (data) => Object.assign(readFeed(data).Properties, { KeySchema: [] }),
      /is replaced: KeySchema/,
    ],
    [
      "another view of a stream",
      (data) => Object.assign(readFeed(data).Properties, { StreamSpecification: {} }),
      /changes its Stream/,
    ],
    [
      "a table that is no longer retained",
      (data) => Object.assign(readFeed(data), { DeletionPolicy: "Delete" }),
      /loses its DeletionPolicy/,
    ],
    [
      "a table that anybody may delete",
      (data) => Object.assign(readFeed(data).Properties, { DeletionProtectionEnabled: false }),
      /loses its deletion protection/,
    ],
    [
      "two indexes more",
      (data) =>
        Object.assign(readFeed(data).Properties, { GlobalSecondaryIndexes: [{ IndexName: "a" }, { IndexName: "b" }] }),
      /gains or loses 2 indexes/,
    ],
    [
      "a key of another type",
      (data) =>
        Object.assign(readFeed(data).Properties, {
          AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "N" }],
        }),
      /changes the type of pk/,
    ],
    ["a key that is gone", ({ template }) => delete template.Resources.Key961B73FD, /AWS::KMS::Key\) is removed/],
    [
      "another type under a logical id",
      (data) => Object.assign(readFeed(data), { Type: "AWS::SQS::Queue" }),
      /becomes AWS::SQS::Queue/,
    ],
    ["a stack that is gone", (data, all) => all.splice(all.indexOf(data), 1), /patchbay-dev-data is gone/],
    [
      "an export that is gone",
      ({ template }) => delete template.Outputs?.FeedStream,
      /The export patchbay-dev-feed-stream/,
    ],
    [
      "a Lambda in another stack",
      (_, all) => {
        const [from, to] = ["integrations", "oauth-v1"].map(
          (id) => all.find((stack) => stack.id === id)?.template.Resources ?? {},
        );
        const [id = "", resource] =
          Object.entries(from ?? {}).find(([, { Type }]) => Type === "AWS::Lambda::Function") ?? [];
        if (resource !== undefined) Object.assign(to ?? {}, { [id]: resource });
        delete from?.[id];
      },
      /moves from patchbay-dev-integrations .* to patchbay-dev-oauth-v1/,
    ],
  ])("%s", (_, change, sentence) => {
    expect(find(change).filter((found) => sentence.test(found))).toHaveLength(1);
  });
});
