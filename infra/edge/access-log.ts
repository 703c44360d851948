// The edge's own log, in fields that we choose: CloudFront's standard logging, version 2.
import { ArnFormat, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { Distribution } from "aws-cdk-lib/aws-cloudfront";
import {
  CfnDelivery,
  CfnDeliveryDestination,
  CfnDeliverySource,
  LogGroup,
  type RetentionDays,
} from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Stage } from "../config.ts";

/**
 * Without `cs-uri-query`, `cs(Cookie)` and `cs(Referer)`: they hold codes, states and handles.
 * docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
 */
const fields = [
  "timestamp(ms)",
  "x-edge-location",
  "x-edge-request-id",
  "x-edge-result-type",
  "x-edge-detailed-result-type",
  "x-host-header",
  "cs-method",
  "cs-uri-stem",
  "cs-protocol",
  "cs-protocol-version",
  "ssl-protocol",
  "c-ip",
  "cs(User-Agent)",
  "cs-bytes",
  "sc-bytes",
  "sc-status",
  "sc-content-type",
  "time-taken",
  "time-to-first-byte",
  "origin-fbl",
];

/** Deliveries of CloudFront's logs are made in us-east-1, wherever the log group is. */
export function logRequests(scope: Construct, distribution: Distribution, { stage, retention }: Stage): LogGroup {
  // CloudWatch Logs takes deliveries into groups whose names begin so.
  const log = new LogGroup(scope, "Log", {
    logGroupName: `/aws/vendedlogs/patchbay/${stage}/edge`,
    retention: retention.logDays satisfies RetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const name = `patchbay-${stage}-edge`;
  const source = new CfnDeliverySource(scope, "LogSource", {
    name,
    logType: "ACCESS_LOGS",
    resourceArn: distribution.distributionArn,
  });
  const destination = new CfnDeliveryDestination(scope, "LogDestination", {
    name,
    outputFormat: "json",
    // CloudFormation wants the group's ARN without the ":*" that the construct adds.
    destinationResourceArn: Stack.of(scope).formatArn({
      service: "logs",
      resource: "log-group",
      resourceName: log.logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  });
  const delivery = new CfnDelivery(scope, "LogDelivery", {
    deliverySourceName: name,
    deliveryDestinationArn: destination.attrArn,
    recordFields: fields,
  });
  delivery.addResourceDependency(source);
  return log;
}
