// A table that was restored from a backup has another name, and the stack of the data leaves what it has alone.
import { describe, expect, it, test } from "vitest";
import { defineStage } from "../../infra/config.ts";
import { exampleInput, exampleStage, type SynthesizedStack, synthesize } from "./support/synthesized.ts";

const stream = "arn:aws:dynamodb:eu-central-1:111122223333:table/feed-of-may/stream/2026-05-01T10:00:00.000";
const restoredTables = {
  connections: { name: "connections-of-may" },
  audit: { name: "audit-of-may" },
  feed: { name: "feed-of-may", stream },
};
const restored = defineStage({ ...exampleInput, restoredTables });
const imported = defineStage({
  ...exampleInput,
  restoredTables: {
    connections: { ...restoredTables.connections, imported: true },
    audit: { ...restoredTables.audit, imported: true },
    feed: { ...restoredTables.feed, imported: true },
  },
});

const find = (stacks: readonly SynthesizedStack[], name: string) => {
  const stack = stacks.find((one) => one.name === `patchbay-prod-${name}`);
  if (stack === undefined) throw new Error(`There is no stack ${name}.`);
  return stack.template;
};

describe("a stage whose tables were restored", () => {
  const stacks = synthesize(restored);

  it("uses the restored ones in every Lambda, permission and graph", () => {
    const others = JSON.stringify(stacks.filter(({ name }) => name !== "patchbay-prod-data"));
    for (const name of ["connections", "audit", "feed"]) {
      expect(others).not.toMatch(new RegExp(`patchbay-prod-${name}(?![a-z-])`));
      expect(others).toContain(`table/${name}-of-may`);
      expect(others).toContain(`"${name.toUpperCase()}_TABLE":"${name}-of-may"`);
    }
    expect(others).toContain("patchbay-prod-transient");
  });

  it("reads the restored feed's own stream, and imports no other", () => {
    const mappings = Object.values(find(stacks, "live").Resources).filter(
      ({ Type }) => Type === "AWS::Lambda::EventSourceMapping",
    );
    expect(mappings).toMatchObject([{ Properties: { EventSourceArn: stream } }]);
  });

  it("changes nothing in the stack that holds the data", () => {
    expect(find(stacks, "data")).toEqual(find(synthesize(exampleStage), "data"));
  });
});

// docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources.html: nothing else may change, and what comes in is kept.
test("importing them adds them to the stack of the data with their settings, and changes nothing else in it", () => {
  const [before, after] = [find(synthesize(restored), "data"), find(synthesize(imported), "data")];
  const added = Object.entries(after.Resources).filter(([id]) => !(id in before.Resources));
  expect({ ...after, Resources: before.Resources }).toEqual(before);
  expect(after.Resources).toMatchObject(before.Resources);
  expect(added.map(([, { Properties, DeletionPolicy }]) => [Object(Properties).TableName, DeletionPolicy])).toEqual([
    ["connections-of-may", "Retain"],
    ["audit-of-may", "Retain"],
    ["feed-of-may", "Retain"],
  ]);
  const created = Object.values(before.Resources).filter(
    ({ Properties }) => Object(Properties).TableName !== undefined,
  );
  for (const [, { Properties }] of added) {
    const { TableName, ...settings } = Object(Properties);
    const original = created.find(
      (one) => TableName === `${Object(one.Properties).TableName.split("-").at(-1)}-of-may`,
    );
    expect(settings).toEqual({ ...Object(original?.Properties), TableName: undefined });
  }
});

test.each([
  [{ transient: { name: "restored" } }, /transient/],
  [{ connections: { name: "a table" } }, /must be the name of a table/],
  [{ feed: { name: "feed-of-may" } }, /stream.*is missing/],
  [{ feed: { name: "another", stream } }, /must be the stream of the table/],
])("%j is refused in a sentence", (tables, sentence) => {
  expect(() => defineStage({ ...exampleInput, restoredTables: tables as never })).toThrow(sentence);
});
