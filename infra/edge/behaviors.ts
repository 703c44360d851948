// Which requests of the domain go where, and what of the answers is kept.
import { Duration } from "aws-cdk-lib";
import {
  AllowedMethods,
  type BehaviorOptions,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Function as EdgeFunction,
  type ErrorResponse,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersReferrerPolicy,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import type { Construct } from "constructs";
import { generateEdgeFunction } from "../aliases/generate.ts";
import type { AliasRules } from "../aliases/rewrite-path.ts";
import type { Stage } from "../config.ts";
import { liveStageName } from "../names.ts";
import type { Route } from "../route.ts";
import { createApplicationOrigin, createOwnOrigins } from "./origins.ts";
import { listOwnPatterns } from "./own-paths.ts";

const assetsPattern = "/settings/integrations/assets/*";

interface EdgePlan {
  readonly config: Stage;
  readonly routes: readonly Route[];
  readonly aliases: AliasRules;
  readonly secretVersion: string | undefined;
}

/**
 * Nothing of the API is cached, and all of a request goes on but its Host, by which API Gateway knows the API. Among what goes on
 * are `Authorization` and what CloudFront adds, such as the viewer's address.
 * docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 */
const passOn = {
  allowedMethods: AllowedMethods.ALLOW_ALL,
  cachePolicy: CachePolicy.CACHING_DISABLED,
  originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
  // CloudFront compresses only what it caches.
  compress: false,
};

/** The behavior of everything, and those of path patterns; the first pattern that matches counts. */
export function planBehaviors(scope: Construct, { config, routes, aliases, secretVersion }: EdgePlan) {
  const origins = createOwnOrigins(config, secretVersion);
  const renamePaths = {
    functionAssociations: [
      { eventType: FunctionEventType.VIEWER_REQUEST, function: createAliasFunction(scope, config.stage, aliases) },
    ],
  };
  const responseHeadersPolicy = createHeadersPolicy(scope, config);
  // A bearer token must not travel in plain text to be redirected.
  const api: BehaviorOptions = {
    ...passOn,
    ...renamePaths,
    responseHeadersPolicy,
    origin: origins.api,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  };
  const assets: BehaviorOptions = {
    ...renamePaths,
    origin: origins.api,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    cachePolicy: createAssetPolicy(scope, config.stage),
    compress: true,
  };
  const live: BehaviorOptions = {
    ...passOn,
    origin: origins.live,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  };
  const page = { ...api, viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS };
  const first = { [assetsPattern]: assets, [`/${liveStageName}`]: live };
  const application = config.edge?.application;
  if (application === undefined) return { defaultBehavior: page, additionalBehaviors: { ...first, "/api/*": api } };
  const own = listOwnPatterns(routes, aliases).filter((pattern) => pattern !== assetsPattern);
  const byPattern = own.map((pattern) => [pattern, pattern.startsWith("/api/") ? api : page] as const);
  return {
    defaultBehavior: {
      ...passOn,
      origin: createApplicationOrigin(application),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    },
    additionalBehaviors: { ...first, ...Object.fromEntries(byPattern) },
  };
}

/** Only where an answer has none: those of our Lambdas do, and those of API Gateway, WAF and CloudFront do not. */
const createHeadersPolicy = (scope: Construct, { stage, strictTransportSecurity: policy }: Stage) =>
  new ResponseHeadersPolicy(scope, "HeadersPolicy", {
    responseHeadersPolicyName: `patchbay-${stage}-security`,
    securityHeadersBehavior: {
      contentTypeOptions: { override: false },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: false },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.seconds(policy?.maxAgeSeconds ?? twoYears),
        includeSubdomains: policy?.includeSubDomains ?? false,
        override: false,
      },
    },
  });

const twoYears = 63_072_000;

const createAliasFunction = (scope: Construct, stage: string, aliases: AliasRules) =>
  new EdgeFunction(scope, "Aliases", {
    functionName: `patchbay-${stage}-aliases`,
    code: FunctionCode.fromInline(generateEdgeFunction(aliases)),
    runtime: FunctionRuntime.JS_2_0,
    comment: "Other names of paths",
  });

/** As long as the answer says: for good under a name that holds the content's hash, and not at all under another. */
const createAssetPolicy = (scope: Construct, stage: string) =>
  new CachePolicy(scope, "AssetPolicy", {
    cachePolicyName: `patchbay-${stage}-assets`,
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: Duration.days(365),
    cookieBehavior: CacheCookieBehavior.none(),
    headerBehavior: CacheHeaderBehavior.none(),
    queryStringBehavior: CacheQueryStringBehavior.none(),
    enableAcceptEncodingBrotli: true,
    enableAcceptEncodingGzip: true,
  });

/**
 * CloudFront keeps failures for ten seconds unless told otherwise, by the address alone: one user's 404 would be another's.
 * docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
export const uncachedFailures: ErrorResponse[] = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504].map(
  (httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) }),
);
