// Where the edge sends requests to, and what it adds to them.
import { Aws, Duration, Fn } from "aws-cdk-lib";
import { type IOrigin, OriginProtocolPolicy, OriginSslPolicy } from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { originHeader } from "../../lib/origin-header.ts";
import type { Stage } from "../config.ts";
import { originSecretName, stackName } from "../names.ts";

/** API Gateway gives up after 30 s. */
const common = {
  protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
  originSslProtocols: [OriginSslPolicy.TLS_V1_2],
  readTimeout: Duration.seconds(31),
};

/** Our own origins. @param secretVersion the version of the origin secret to send; without one the current version is not pinned */
export function createOwnOrigins(
  { stage, region }: Pick<Stage, "stage" | "region">,
  secretVersion: string | undefined,
) {
  const customHeaders = { [originHeader]: referToSecret(originSecretName(stage), secretVersion) };
  const toOrigin = (stack: string, output: string): IOrigin => {
    const apiId = Fn.getStackOutput(stackName(stage, stack), output, region);
    return new HttpOrigin(`${apiId}.execute-api.${region}.${Aws.URL_SUFFIX}`, { ...common, customHeaders });
  };
  return { api: toOrigin("api", "ApiId"), live: toOrigin("live", "LiveApiId") };
}

/** The application's own origin; it is told no secret. */
export function createApplicationOrigin(address: string): IOrigin {
  const { hostname, port } = new URL(address);
  return new HttpOrigin(hostname, { ...common, ...(port === "" ? {} : { httpsPort: Number(port) }) });
}

/**
 * A dynamic reference: CloudFormation reads the value when it deploys, and no template has it. It reads again only when the text
 * changes, hence the version. docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
 */
const referToSecret = (name: string, version: string | undefined): string =>
  `{{resolve:secretsmanager:${name}:SecretString:current${version === undefined ? "" : `::${version}`}}}`;
