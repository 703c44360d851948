// The HTTP API and its authorizers. Other stacks import only the API's id, and add their routes to it.
import { CfnOutput, Duration, Stack } from "aws-cdk-lib";
import { CorsHttpMethod, type CorsPreflightOptions, HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import type { Construct } from "constructs";
import { addAuthorizers } from "./authorizer.ts";
import type { Stage } from "./config.ts";
import type { LambdaContext } from "./lambda-function.ts";
import { apiIdExport, httpApiName, stackName } from "./names.ts";

const exposedHeaders = [
  "RateLimit-Limit",
  "RateLimit-Remaining",
  "RateLimit-Reset",
  "Retry-After",
  "Idempotency-Replayed",
  "X-Request-Id",
  "X-Next-Page-Token",
];

export class ApiStack extends Stack {
  constructor(scope: Construct, context: LambdaContext) {
    const { config } = context;
    super(scope, "Api", { stackName: stackName(config.stage, "api"), description: "Patchbay: HTTP API" });
    const api = new HttpApi(this, "HttpApi", {
      apiName: httpApiName(config.stage),
      // The stage stack creates it after all routes exist.
      createDefaultStage: false,
      ...(config.allowedOrigins.length > 0 ? { corsPreflight: corsOptions(config) } : {}),
    });
    addAuthorizers(this, api, context);
    new CfnOutput(this, "ApiId", { value: api.apiId, exportName: apiIdExport(config.stage) });
    new CfnOutput(this, "ApiEndpoint", { value: api.apiEndpoint });
  }
}

/** Allows the configured origins only: CORS with credentials must not use a wildcard. */
const corsOptions = ({ allowedOrigins }: Stage): CorsPreflightOptions => ({
  allowOrigins: [...allowedOrigins],
  allowCredentials: true,
  allowMethods: [
    CorsHttpMethod.GET,
    CorsHttpMethod.POST,
    CorsHttpMethod.PUT,
    CorsHttpMethod.PATCH,
    CorsHttpMethod.DELETE,
    CorsHttpMethod.OPTIONS,
  ],
  // The last two are sent along by front ends of earlier systems, and not read.
  allowHeaders: [
    ...["authorization", "content-type", "idempotency-key", "if-match", "x-tenant-id"],
    ...["mcp-protocol-version", "mcp-method", "mcp-name"],
    ...["x-request-id", "x-csrf-token"],
  ],
  exposeHeaders: exposedHeaders,
  maxAge: Duration.hours(1),
});
