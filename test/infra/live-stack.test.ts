// Checks in the template how the stream is read, and that failures raise an alarm.
import { expect, it } from "vitest";
import { listResources, synthesize } from "./support/synthesized.ts";

const stacks = synthesize();
const live = stacks.filter(({ name }) => name === "patchbay-prod-live");
const [mapping] = listResources(live, "AWS::Lambda::EventSourceMapping").map(({ Properties }) => Object(Properties));

it("reads new rows of the outbox only", () => {
  const filters = mapping.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern));
  expect(filters).toEqual([{ eventName: ["INSERT"], dynamodb: { Keys: { pk: { S: [{ prefix: "outbox#" }] } } } }]);
});

it("begins with the oldest row, splits a failed batch, and finally sends it to a queue with an alarm", () => {
  expect(mapping).toMatchObject({
    StartingPosition: "TRIM_HORIZON",
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 100,
    MaximumRecordAgeInSeconds: 21_600,
  });
  const [queue] = Object.entries(live[0]?.resources ?? {}).filter(([, { Type }]) => Type === "AWS::SQS::Queue");
  expect(mapping.DestinationConfig.OnFailure.Destination).toEqual({ "Fn::GetAtt": [queue?.[0], "Arn"] });
  const alarms = listResources(stacks, "AWS::CloudWatch::Alarm").map(({ Properties }) => Object(Properties));
  const watched = alarms.flatMap(({ Dimensions = [] }) => Dimensions.map(({ Value }: { Value: unknown }) => Value));
  expect(watched).toContain("patchbay-prod-live-sequence-feed");
  // test/infra/queues.test.ts: the job counts the dead letters.
  expect(alarms.map(({ AlarmName }) => AlarmName)).toContain("patchbay-prod-queue-dead-letters");
});

it("creates its stage after every route, since an API without routes cannot be deployed", () => {
  const routes = Object.entries(live[0]?.resources ?? {}).filter(([, { Type }]) => Type === "AWS::ApiGatewayV2::Route");
  const [stage] = listResources(live, "AWS::ApiGatewayV2::Stage");
  expect(routes).toHaveLength(5);
  expect(Object(stage).DependsOn).toEqual(expect.arrayContaining(routes.map(([id]) => id)));
  expect(Object(stage).Properties).toMatchObject({
    StageName: "live",
    DefaultRouteSettings: { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 },
  });
});

it("reads the API's id directly, and from the export in every other stack", () => {
  const text = (name: string) =>
    JSON.stringify(stacks.find((stack) => stack.name === `patchbay-prod-${name}`)?.template);
  expect(text("live")).not.toContain('"Fn::ImportValue":"patchbay-prod-live-api-id"');
  expect(text("integrations")).toContain('"Fn::ImportValue":"patchbay-prod-live-api-id"');
});
