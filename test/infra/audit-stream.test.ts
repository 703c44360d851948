// Checks in the template how the audit's stream is read: what is counted, and that nothing is counted from the middle.
import { describe, expect, it, test } from "vitest";
import { defineStage } from "../../infra/config.ts";
import { countedActions } from "../../lib/analytics/fold-audit.ts";
import { exampleInput, listResources, type SynthesizedStack, synthesize } from "./support/synthesized.ts";

const listMappings = (stacks: readonly SynthesizedStack[]) =>
  listResources(
    stacks.filter(({ name }) => name === "patchbay-prod-async"),
    "AWS::Lambda::EventSourceMapping",
  )
    .map(({ Properties }) => Object(Properties))
    .filter(({ StartingPosition }) => StartingPosition !== undefined);

describe("the stream of the audit", () => {
  const [mapping, ...others] = listMappings(synthesize());

  it("triggers the job for the actions that it counts, and for no other row", () => {
    expect(others).toEqual([]);
    const [{ Pattern }] = mapping.FilterCriteria.Filters;
    expect(JSON.parse(Pattern)).toEqual({
      eventName: ["INSERT"],
      dynamodb: { NewImage: { action: { S: Object.keys(countedActions) } } },
    });
  });

  it("is read from its beginning, in batches that are split when they fail and are not given up within its day", () => {
    expect(mapping).toMatchObject({ StartingPosition: "TRIM_HORIZON", BisectBatchOnFunctionError: true });
    expect(mapping).not.toHaveProperty("MaximumRetryAttempts");
    expect(mapping).not.toHaveProperty("MaximumRecordAgeInSeconds");
  });
});

const stream = "arn:aws:dynamodb:eu-central-1:111122223333:table/audit-of-may/stream/2026-05-01T10:00:00.000";

test("a restored audit is counted by its own stream, which the stage's file names", () => {
  const restore = (audit: { name: string; stream?: string }) =>
    listMappings(synthesize(defineStage({ ...exampleInput, restoredTables: { audit } })));
  expect(restore({ name: "audit-of-may", stream })).toMatchObject([{ EventSourceArn: stream }]);
  expect(restore({ name: "audit-of-may" })).toEqual([]);
  expect(() => restore({ name: "another", stream })).toThrow(/must be the stream of the table/);
});
