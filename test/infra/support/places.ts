// Resources whose names are unique in an account, by stack: a deployment that moves one to another stack fails.
import type { SynthesizedStack } from "./synthesized.ts";

/** The property that names a resource of each type. */
const names: Readonly<Record<string, string>> = {
  "AWS::ApiGatewayV2::Api": "Name",
  "AWS::ApiGatewayV2::Route": "RouteKey",
  "AWS::CloudWatch::Alarm": "AlarmName",
  "AWS::DynamoDB::Table": "TableName",
  "AWS::KMS::Alias": "AliasName",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::Logs::LogGroup": "LogGroupName",
  "AWS::SNS::Topic": "TopicName",
  "AWS::SQS::Queue": "QueueName",
};

/** By stack, `<logical id> <name>` of each named resource, with `{stage}` in place of the stage's name. */
export function listUniqueNames(stacks: readonly SynthesizedStack[], stage: string): Record<string, string[]> {
  const withoutStage = (text: string) =>
    text.replaceAll(new RegExp(`(?<=patchbay[-/])${stage}(?=[-/]|$)`, "g"), "{stage}");
  const found = stacks.map(({ name, resources }) => {
    const named = Object.entries(resources).flatMap(([id, { Type, Properties }]) => {
      const property = names[Type];
      const value = property && Object(Properties)[property];
      return value === undefined ? [] : [`${id} ${withoutStage(String(value))}`];
    });
    return [withoutStage(name), named.sort()] as const;
  });
  return Object.fromEntries(found);
}
