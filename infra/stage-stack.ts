// The API's only stage, created after all routes: it cannot throttle a route that does not exist yet.
import { RemovalPolicy, Stack } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { CfnStage, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { FilterPattern, LogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { failedRequestMetric } from "./alarms/request-alarms.ts";
import { type CeilingPlan, computeThrottle } from "./concurrency.ts";
import { isCheckedByGateway } from "./config/jwt.ts";
import type { Stage } from "./config.ts";
import { stackName } from "./names.ts";
import type { Route } from "./route.ts";
import { importApi } from "./route-stack.ts";

/** Logs no query strings: they hold codes, states and handles. */
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

/** For requests that match no row; they answer 404. */
const defaultThrottle = { rateLimit: 100, burstLimit: 200 };

export class StageStack extends Stack {
  constructor(scope: Construct, config: Stage, routes: readonly Route[], ceilings: CeilingPlan) {
    super(scope, "Stage", {
      stackName: stackName(config.stage, "stage"),
      description: "Patchbay: stage and throttles",
    });
    const log = new LogGroup(this, "AccessLog", {
      logGroupName: `/patchbay/${config.stage}/access`,
      retention: config.retention.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new MetricFilter(this, "Unanswered", {
      logGroup: log,
      // The gateway writes "-" for what it does not have.
      filterPattern: FilterPattern.stringValue("$.integrationError", "!=", "-"),
      metricNamespace: "Patchbay",
      metricName: failedRequestMetric,
      dimensions: { stage: "$.stage" },
    });
    const stage = new HttpStage(this, "Default", {
      httpApi: importApi(this, config.stage),
      stageName: "$default",
      autoDeploy: true,
      throttle: defaultThrottle,
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify({ stage: config.stage, ...accessLog })),
      },
    });
    const { defaultChild } = stage.node;
    if (!(defaultChild instanceof CfnStage)) throw new Error("The CDK's HTTP stage has changed its shape.");
    if (!isCheckedByGateway(config.jwt)) defaultChild.stageVariables = { verdicts: "read" };
    defaultChild.routeSettings = Object.fromEntries(routes.map((route) => routeThrottle(route, ceilings)));
  }
}

/** The keys are capitalized as in CloudFormation: the CDK does not convert them. */
function routeThrottle(route: Route, ceilings: CeilingPlan) {
  const { rate, burst } = computeThrottle(route, ceilings);
  return [route.on, { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }];
}
