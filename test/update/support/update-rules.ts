// What CloudFormation cannot do in one update of a deployed stage, or would do at the price of stored data.
import { z } from "zod";
import { listFixedNames } from "../../compatibility/support/fixed-names.ts";
import type { RecordedStack, Resource } from "./assembly.ts";

/**
 * Properties whose change makes CloudFormation create another resource and delete this one, or refuse the update. From "Update
 * requires" of each property: docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
const fixedProperties: Readonly<Record<string, readonly string[]>> = {
  "AWS::DynamoDB::Table": ["TableName", "KeySchema", "LocalSecondaryIndexes", "ImportSourceSpecification"],
  "AWS::KMS::Key": ["KeySpec", "KeyUsage", "MultiRegion", "Origin"],
  "AWS::KMS::Alias": ["AliasName"],
  "AWS::SQS::Queue": ["QueueName", "FifoQueue"],
  "AWS::Logs::LogGroup": ["LogGroupName", "LogGroupClass"],
  "AWS::SecretsManager::Secret": ["Name"],
  "AWS::Cognito::UserPool": ["Schema", "UsernameAttributes", "UsernameConfiguration"],
  "AWS::Lambda::Function": ["FunctionName", "PackageType"],
  "AWS::Lambda::EventSourceMapping": ["EventSourceArn", "StartingPosition", "StartingPositionTimestamp"],
  "AWS::ApiGatewayV2::Api": ["ProtocolType"],
  "AWS::ApiGatewayV2::Stage": ["ApiId", "StageName"],
  "AWS::ApiGatewayV2::Route": ["ApiId"],
  "AWS::ApiGatewayV2::Authorizer": ["ApiId"],
  "AWS::SNS::Topic": ["TopicName", "FifoTopic"],
  "AWS::SNS::Subscription": ["Endpoint", "Protocol", "TopicArn"],
  "AWS::CloudWatch::Alarm": ["AlarmName"],
  "AWS::CloudWatch::Dashboard": ["DashboardName"],
  "AWS::Events::Rule": ["Name"],
  "AWS::IAM::Role": ["RoleName", "Path"],
  "AWS::SSM::Parameter": ["Name", "Type"],
};

/** Types that may leave a stack: nothing is stored in them, and nothing outside depends on their being the same one. */
const replaceable: ReadonlySet<string> = new Set([
  "AWS::ApiGatewayV2::Authorizer",
  "AWS::ApiGatewayV2::Integration",
  "AWS::CloudWatch::Alarm",
  "AWS::IAM::Role",
  "AWS::IAM::Policy",
  "AWS::Lambda::Permission",
]);

type Stack = Pick<RecordedStack, "stackName" | "template">;

/** @returns a sentence for everything that an update from one release's stacks to another's would break or lose */
export function findBrokenUpdates(before: readonly Stack[], after: readonly Stack[]): string[] {
  return [
    ...before.flatMap(({ stackName, template }) => {
      const now = after.find((stack) => stack.stackName === stackName);
      if (now === undefined) return [`${stackName} is gone: the CDK leaves its resources behind.`];
      return findChangedResources(stackName, template.Resources, now.template.Resources);
    }),
    ...findMovedNames(before, after),
    ...findBrokenExports(before, after),
  ];
}

type Resources = Readonly<Record<string, Resource>>;

const findChangedResources = (stackName: string, before: Resources, after: Resources): string[] =>
  Object.entries(before).flatMap(([id, old]) => {
    const place = `${stackName} ${id} (${old.Type})`;
    const now = after[id];
    if (now === undefined) return replaceable.has(old.Type) ? [] : [`${place} is removed.`];
    if (now.Type !== old.Type) return [`${place} becomes ${now.Type}, which CloudFormation refuses.`];
    return [...listReplacing(old, now), ...listTableChanges(old, now), ...listLostProtection(old, now)].map(
      (change) => `${place} ${change}`,
    );
  });

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const listReplacing = (old: Resource, now: Resource): string[] =>
  (fixedProperties[old.Type] ?? [])
    .filter((name) => !isSame(old.Properties[name], now.Properties[name]))
    .map((name) => `is replaced: ${name} changes.`);

function listLostProtection(old: Resource, now: Resource): string[] {
  const kept = ["DeletionPolicy", "UpdateReplacePolicy"].filter(
    (policy) => /^Retain/.test(String(old[policy])) && old[policy] !== now[policy],
  );
  const isOpened = old.Properties.DeletionProtectionEnabled === true && !now.Properties.DeletionProtectionEnabled;
  return [...kept.map((policy) => `loses its ${policy}.`), ...(isOpened ? ["loses its deletion protection."] : [])];
}

const tableSchema = z.object({
  GlobalSecondaryIndexes: z.array(z.looseObject({ IndexName: z.string() })).default([]),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
});

/**
 * docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html: one index more or less in an
 * update, none changed, no attribute of another type. A stream of another view is another stream, whose ARN others import.
 */
function listTableChanges(old: Resource, now: Resource): string[] {
  if (old.Type !== "AWS::DynamoDB::Table") return [];
  const [before, after] = [tableSchema.parse(old.Properties), tableSchema.parse(now.Properties)];
  const indexesAfter = new Map(after.GlobalSecondaryIndexes.map((index) => [index.IndexName, index]));
  const kept = before.GlobalSecondaryIndexes.filter(({ IndexName }) => indexesAfter.has(IndexName));
  const changed = kept.filter((index) => !isSame(index, indexesAfter.get(index.IndexName)));
  const moves = before.GlobalSecondaryIndexes.length + indexesAfter.size - 2 * kept.length;
  const typesAfter = new Map(after.AttributeDefinitions.map((one) => [one.AttributeName, one.AttributeType]));
  const retyped = before.AttributeDefinitions.filter(
    ({ AttributeName, AttributeType }) => (typesAfter.get(AttributeName) ?? AttributeType) !== AttributeType,
  );
  const fixed = ["StreamSpecification", "TimeToLiveSpecification"].filter(
    (name) => old.Properties[name] !== undefined && !isSame(old.Properties[name], now.Properties[name]),
  );
  return [
    ...changed.map(({ IndexName }) => `changes its index ${IndexName}, which DynamoDB refuses.`),
    ...(moves > 1 ? [`gains or loses ${moves} indexes in one update.`] : []),
    ...fixed.map((name) => `changes its ${name}.`),
    ...retyped.map(({ AttributeName }) => `changes the type of ${AttributeName}.`),
  ];
}

/** A name or route key that another resource gets is created before the old one is deleted: AWS says that it exists already. */
function findMovedNames(before: readonly Stack[], after: readonly Stack[]): string[] {
  const [old, now] = [before, after].map((stacks) => {
    const { names, routes } = listFixedNames(stacks.map(toNamedStack), "");
    return { ...names, ...routes };
  });
  return Object.entries(old ?? {}).flatMap(([name, place]) => {
    const moved = now?.[name] ?? place;
    return moved === place ? [] : [`${name} moves from ${place} to ${moved} in one update.`];
  });
}

const toNamedStack = ({ stackName: name, template: { Resources: resources } }: Stack) => ({ name, resources });

const exportSchema = z.looseObject({ Value: z.unknown(), Export: z.object({ Name: z.string() }).optional() });

function listExports(stacks: readonly Stack[]): Map<string, { stackName: string; value: unknown }> {
  const outputs = stacks.flatMap(({ stackName, template }) =>
    Object.values(template.Outputs ?? {}).map((output) => ({ stackName, ...exportSchema.parse(output) })),
  );
  return new Map(
    outputs.flatMap(({ stackName, Value, Export }) => (Export ? [[Export.Name, { stackName, value: Value }]] : [])),
  );
}

/** docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html: nobody may import what changes or goes. */
function findBrokenExports(before: readonly Stack[], after: readonly Stack[]): string[] {
  const now = listExports(after);
  const imported = JSON.stringify(before.map(({ template }) => template));
  return [...listExports(before)].flatMap(([name, old]) => {
    if (isSame(old, now.get(name)) || !imported.includes(`{"Fn::ImportValue":${JSON.stringify(name)}}`)) return [];
    return [`The export ${name} of ${old.stackName} changes or goes while another stack imports it.`];
  });
}
