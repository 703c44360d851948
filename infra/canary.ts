// Versions of receivers and workers that take over little by little, where a stage asks for it. Without `canary` nothing of this is in a
// template. docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html#cfn-attributes-updatepolicy-codedeploylambdaaliasupdate
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { CfnIntegration, type HttpRoute } from "aws-cdk-lib/aws-apigatewayv2";
import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import {
  LambdaApplication,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
  TimeBasedCanaryTrafficRouting,
} from "aws-cdk-lib/aws-codedeploy";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Alias,
  CfnEventSourceMapping,
  CfnPermission,
  type EventSourceMapping,
  type Function as Lambda,
  Version,
} from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { acknowledgeFinding } from "./acknowledge.ts";
import type { Stage } from "./config.ts";
import { alarmTopicName } from "./names.ts";

/** The alias that requests and messages go to. */
const aliasName = "live";

/**
 * Publishes the Lambda's version and an alias for it. With the next version CodeDeploy moves the alias in two steps, and moves it back
 * when the alarm on its errors is raised in between; CloudFormation then rolls the stack back.
 * @returns undefined where the stage asks for no canary
 */
export function addCanary(lambda: Lambda, { stage, canary }: Pick<Stage, "stage" | "canary">): Alias | undefined {
  if (canary === undefined) return undefined;
  const own = lambda.node.scope ?? lambda;
  const published = lambda.currentVersion;
  // Those of before stay, so that the alias can be pointed at one by hand. They end with their function.
  published.applyRemovalPolicy(RemovalPolicy.RETAIN);
  const version = Version.fromVersionAttributes(own, "Published", { lambda, version: published.version });
  const alias = new Alias(own, "Alias", { aliasName, version });
  const { application, deploymentConfig, role } = findCanaries(Stack.of(lambda), canary);
  new LambdaDeploymentGroup(own, "Canary", {
    ...{ application, deploymentConfig, role, alias },
    alarms: [alarmOnErrors(own, alias, stage)],
    autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
  });
  return alias;
}

/** Errors are crashes and timeouts: a message that fails is none, and neither is a request that is answered with an error. */
function alarmOnErrors(own: Construct, alias: Alias, stage: string): Alarm {
  const alarm = new Alarm(own, "Errors", {
    alarmName: `patchbay-${stage}-canary-${own.node.id}`,
    alarmDescription: "A new version fails, and the one before is taken up again. See canary-errors in docs/runbook.md",
    metric: alias.metricErrors({ period: Duration.minutes(1), statistic: "Sum" }),
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  // The topic is in a stack that is deployed later, and knows alarms by their names.
  const topic = Stack.of(own).formatArn({ service: "sns", resource: alarmTopicName(stage) });
  alarm.addAlarmAction({ bind: () => ({ alarmActionArn: topic }) });
  return alarm;
}

/** docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html */
const codeDeployPolicy = "service-role/AWSCodeDeployRoleForLambdaLimited";

/** What all canaries of a stack have in common. */
class CanaryDeployments extends Construct {
  readonly application = new LambdaApplication(this, "Application");
  readonly deploymentConfig: LambdaDeploymentConfig;
  readonly role: Role;

  constructor(stack: Stack, { percent, minutes }: NonNullable<Stage["canary"]>) {
    super(stack, canariesId);
    const trafficRouting = new TimeBasedCanaryTrafficRouting({
      interval: Duration.minutes(minutes),
      percentage: percent,
    });
    this.deploymentConfig = new LambdaDeploymentConfig(this, "Config", { trafficRouting });
    this.role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("codedeploy.amazonaws.com"),
      description: "Lets CodeDeploy move the aliases of Lambdas, and read their alarms",
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(codeDeployPolicy)],
    });
    const policy = `arn:<AWS::Partition>:iam::aws:policy/${codeDeployPolicy}` as const;
    const reason = "AWS keeps what CodeDeploy needs of Lambda in this policy";
    acknowledgeFinding(this.role, `AwsSolutions-IAM4[Policy::${policy}]`, reason);
  }
}

const canariesId = "Canaries";

/** Made with the first canary of a stack. */
function findCanaries(stack: Stack, canary: NonNullable<Stage["canary"]>): CanaryDeployments {
  const found = stack.node.tryFindChild(canariesId);
  return found instanceof CanaryDeployments ? found : new CanaryDeployments(stack, canary);
}

/**
 * Lets the requests of a Lambda's routes go to its alias. The permission to call the function itself stays beside that to call the
 * alias, so that the gateway may call what the integration names at every moment, also while canaries are turned on or off.
 */
export function sendToCanary(routes: readonly HttpRoute[], alias: Alias): void {
  const children = routes.flatMap((route) => route.node.findAll());
  const permissions = children.filter((child) => child instanceof CfnPermission);
  const ofAlias = permissions.map(
    ({ node, action, principal, sourceArn }) =>
      new CfnPermission(node.scope ?? alias, "AliasPermission", {
        ...{ action, principal, functionName: alias.functionArn },
        ...(sourceArn === undefined ? {} : { sourceArn }),
      }),
  );
  // All routes of a Lambda share one.
  for (const integration of children.filter((child) => child instanceof CfnIntegration)) {
    integration.integrationUri = alias.functionArn;
    for (const permission of ofAlias) integration.addResourceDependency(permission);
  }
}

/** Lets a queue's messages go to the alias. The mapping stays the same one: to change its function needs no interruption. */
export function consumeByCanary(mapping: EventSourceMapping, alias: Alias): void {
  const { defaultChild } = mapping.node;
  if (defaultChild instanceof CfnEventSourceMapping) defaultChild.functionName = alias.functionName;
}
