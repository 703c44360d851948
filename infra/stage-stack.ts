// The API's only stage, made after every route: a stage cannot throttle a route that does not exist yet.
import { RemovalPolicy, Stack } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { CfnStage, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Stage } from "./config.ts";
import { stackName } from "./names.ts";
import type { Route } from "./route.ts";
import { importApi } from "./route-stack.ts";

/** Codes, states and handles travel in query strings, so the log knows routes and paths only. */
const accessLog = {
  at: "$context.requestTime",
  requestId: "$context.requestId",
  route: "$context.routeKey",
  path: "$context.path",
  status: "$context.status",
  error: "$context.error.message",
  authorizerError: "$context.authorizer.error",
  integrationError: "$context.integrationErrorMessage",
  latency: "$context.responseLatency",
  integrationLatency: "$context.integrationLatency",
  sourceIp: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
};

/** For routes without a row, which answer 404 anyway. */
const defaultThrottle = { rateLimit: 100, burstLimit: 200 };

export class StageStack extends Stack {
  constructor(scope: Construct, config: Stage, routes: readonly Route[]) {
    super(scope, "Stage", {
      stackName: stackName(config.stage, "stage"),
      description: "Patchbay: stage and throttles",
    });
    const log = new LogGroup(this, "AccessLog", {
      logGroupName: `/patchbay/${config.stage}/access`,
      retention: config.retention.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, "Default", {
      httpApi: importApi(this, config.stage),
      stageName: "$default",
      autoDeploy: true,
      throttle: defaultThrottle,
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    const { defaultChild } = stage.node;
    if (!(defaultChild instanceof CfnStage)) throw new Error("The CDK's HTTP stage has changed its shape.");
    defaultChild.routeSettings = Object.fromEntries(routes.map(routeThrottle));
  }
}

/** The keys are in CloudFormation's case: the CDK hands them on as they are. */
const routeThrottle = ({ on, perSecond }: Route) => [
  on,
  { ThrottlingRateLimit: perSecond, ThrottlingBurstLimit: perSecond * 2 },
];
