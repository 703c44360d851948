// With `encryption: "stage-key"`, tables and queues are encrypted under the stage's key, and every Lambda may use it for them.
import { expect, test } from "vitest";
import { defineStage } from "../../infra/config.ts";
import { exampleInput, listResources, synthesize } from "./support/synthesized.ts";

const stacks = synthesize(defineStage({ ...exampleInput, encryption: "stage-key" }));
const properties = (type: string) => listResources(stacks, type).map(({ Properties }) => Object(Properties));

test("every table is encrypted under the stage's key", () => {
  const settings = properties("AWS::DynamoDB::Table").map(({ SSESpecification: sse }) => [
    sse?.SSEType,
    sse?.SSEEnabled,
  ]);
  expect(settings.length).toBeGreaterThan(4);
  expect(new Set(settings.map(String))).toEqual(new Set(["KMS,true"]));
});

test("every queue, dead letters included, is encrypted under the stage's key and nothing else", () => {
  const keys = properties("AWS::SQS::Queue").map(({ KmsMasterKeyId }) => JSON.stringify(KmsMasterKeyId ?? "none"));
  expect(keys.length).toBeGreaterThan(18);
  expect(keys.filter((key) => !key.includes("alias/patchbay-prod"))).toEqual([]);
});

test("every role that reads a table or a queue may use the key through them, and only through them", () => {
  const roles = properties("AWS::IAM::Role").map(({ Policies = [] }) => JSON.stringify(Policies));
  const users = roles.filter((text) => text.includes('"dynamodb:') || text.includes('"sqs:'));
  expect(users.length).toBeGreaterThan(50);
  expect(users.filter((text) => !text.includes('"kms:ViaService"'))).toEqual([]);
});

test("by default the keys are those that AWS owns", () => {
  const standard = synthesize();
  const queues = listResources(standard, "AWS::SQS::Queue").map(({ Properties }) => Object(Properties));
  expect(queues.filter(({ KmsMasterKeyId }) => KmsMasterKeyId !== undefined)).toEqual([]);
});
