// The edge of a stage, in us-east-1: CloudFront takes its certificate and its firewall from there, and makes its log there.
import { CfnOutput, Stack } from "aws-cdk-lib";
import { Distribution, HttpVersion, SecurityPolicyProtocol } from "aws-cdk-lib/aws-cloudfront";
import type { Construct } from "constructs";
import { acknowledgeFinding } from "./acknowledge.ts";
import type { AliasRules } from "./aliases/rewrite-path.ts";
import type { Stage } from "./config.ts";
import { logRequests } from "./edge/access-log.ts";
import { planBehaviors, uncachedFailures } from "./edge/behaviors.ts";
import { addRecords, importZone, provideCertificate } from "./edge/certificate.ts";
import { addFirewall } from "./edge/firewall.ts";
import { listCallbackPaths, listReceiverPaths, listStartPaths, writePathExpressions } from "./edge/flow-paths.ts";
import { edgeRegion, originVersionOutput, stackName } from "./names.ts";
import type { Route } from "./route.ts";

export interface EdgeContent {
  readonly routes: readonly Route[];
  readonly aliases: AliasRules;
  /** The version of the origin secret that is sent. Synth without an account knows none. */
  readonly secretVersion?: string | undefined;
}

export class EdgeStack extends Stack {
  constructor(scope: Construct, config: Stage & { edge: NonNullable<Stage["edge"]> }, content: EdgeContent) {
    const { stage, edge, account = "" } = config;
    super(scope, "Edge", {
      stackName: stackName(stage, "edge"),
      description: "Patchbay: CloudFront and firewall",
      env: { region: edgeRegion, account },
    });
    const domainName = new URL(config.publicBaseUrl).hostname;
    const zone = importZone(this, edge);
    const { routes, aliases, secretVersion } = content;
    const express = (paths: readonly string[]) => writePathExpressions(paths, aliases);
    const paths = {
      starts: express(listStartPaths(routes)),
      callbacks: express(listCallbackPaths(routes)),
      receivers: express(listReceiverPaths(routes)),
    };
    const distribution = new Distribution(this, "Distribution", {
      ...planBehaviors(this, { config, routes, aliases, secretVersion }),
      domainNames: [domainName],
      certificate: provideCertificate(this, edge, domainName, zone),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      webAclId: addFirewall(this, stage, paths, edge).attrArn,
      errorResponses: uncachedFailures,
      comment: `Patchbay ${stage}`,
    });
    acknowledgeFinding(distribution, "AwsSolutions-CFR1", "users may be anywhere");
    acknowledgeFinding(
      distribution,
      "AwsSolutions-CFR3",
      "it is logged by standard logging, version 2, without queries and cookies",
    );
    logRequests(this, distribution, config);
    if (zone) addRecords(zone, domainName, distribution);
    new CfnOutput(this, "DomainName", { value: distribution.distributionDomainName });
    if (secretVersion) new CfnOutput(this, originVersionOutput, { value: secretVersion });
  }
}
