// What of a deployed stage must stay where it is: CloudFormation cannot move a fixed name to another stack or logical id.

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

interface Stack {
  readonly name: string;
  readonly resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: unknown }>>;
}

/** By name: the stack and the logical id. With `<stage>` for the stage's name, so that one list is good for all stages. */
export interface FixedNames {
  readonly names: Record<string, string>;
  readonly routes: Record<string, string>;
}

/** Lists the physical names and the route keys of a stage's stacks. */
export function listFixedNames(stacks: readonly Stack[], stage: string): FixedNames {
  const found: FixedNames = { names: {}, routes: {} };
  const generic = (text: string) => withoutStage(text, stage);
  for (const { name, resources } of stacks) {
    const stack = generic(name);
    for (const [id, { Type, Properties = {} }] of Object.entries(resources)) {
      const place = `${stack} ${id}`;
      const { [nameProperties[Type] ?? ""]: physical, RouteKey } = Object(Properties);
      if (typeof physical === "string") found.names[readName(Type, generic(physical), stack)] = place;
      if (unnamed.has(Type)) found.names[`${Type} ${place}`] = stack;
      if (typeof RouteKey === "string") found.routes[`${readApi(name)} ${RouteKey}`] = place;
    }
  }
  return found;
}

/** Replaces the stage's name where it is a part of a name, and not in words that contain it. */
export const withoutStage = (text: string, stage: string): string =>
  text.replaceAll(new RegExp(`(?<=patchbay[-/])${stage}(?=[-/]|$)`, "g"), "<stage>");

/** Stages and authorizers have names of their own within their API only. */
const readName = (Type: string, name: string, stack: string): string =>
  /::(Stage|Authorizer)$/.test(Type) ? `${Type} ${name} of ${stack}` : `${Type} ${name}`;

const readApi = (name: string): string => (name.endsWith("-live") ? "socket" : "http");
