// The firewall of an edge: Amazon's lists, and limits for what begins and ends a flow.
import { CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";

type Statement = CfnWebACL.StatementProperty;
type Rule = CfnWebACL.RuleProperty;

/** Expressions for paths, as `writePathExpressions` makes them. */
export interface FirewallPaths {
  readonly starts: readonly string[];
  readonly callbacks: readonly string[];
  readonly receivers: readonly string[];
}

export interface FirewallLimits {
  readonly startsPerFiveMinutes: number;
  readonly callbacksPerFiveMinutes: number;
}

/**
 * Rules that count instead of blocking: people send mails, messages and comments through the API, which may quote anything, with
 * large bodies; callbacks have long codes; and back ends need not name themselves.
 * docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
 */
const countedRules = {
  AWSManagedRulesCommonRuleSet: [
    "SizeRestrictions_BODY",
    "SizeRestrictions_QUERYSTRING",
    "CrossSiteScripting_BODY",
    "GenericLFI_BODY",
    "GenericRFI_BODY",
    "EC2MetaDataSSRF_BODY",
    "NoUserAgent_HEADER",
  ],
  AWSManagedRulesKnownBadInputsRuleSet: ["JavaDeserializationRCE_BODY", "Log4JRCE_BODY"],
  AWSManagedRulesAmazonIpReputationList: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** In us-east-1, as CloudFront wants it. */
export function addFirewall(scope: Construct, stage: string, paths: FirewallPaths, limits: FirewallLimits): CfnWebACL {
  const rules = [
    managedRule("AWSManagedRulesAmazonIpReputationList"),
    managedRule("AWSManagedRulesKnownBadInputsRuleSet", paths.receivers),
    managedRule("AWSManagedRulesCommonRuleSet", paths.receivers),
    limitRule("starts", limits.startsPerFiveMinutes, paths.starts),
    limitRule("callbacks", limits.callbacksPerFiveMinutes, paths.callbacks),
  ];
  return new CfnWebACL(scope, "Firewall", {
    name: `patchbay-${stage}`,
    scope: "CLOUDFRONT",
    defaultAction: { allow: {} },
    customResponseBodies: {
      [tooMany]: { contentType: "APPLICATION_JSON", content: '{"message":"Too Many Requests"}' },
    },
    rules: rules.map((rule, priority) => ({ ...rule, priority })),
    visibilityConfig: showAs(`patchbay-${stage}`),
  });
}

/** Metrics, and no samples: WAF keeps those with queries and cookies, in which codes and states are. */
const showAs = (metricName: string) => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});

/** @param except expressions for paths that it leaves alone */
function managedRule(name: keyof typeof countedRules, except: readonly string[] = []): Omit<Rule, "priority"> {
  const counted = countedRules[name].map((rule) => ({ name: rule, actionToUse: { count: {} } }));
  return {
    name,
    overrideAction: { none: {} },
    visibilityConfig: showAs(name),
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name,
        ...(counted.length > 0 ? { ruleActionOverrides: counted } : {}),
        ...(except.length > 0 ? { scopeDownStatement: { notStatement: { statement: matchPaths(except) } } } : {}),
      },
    },
  };
}

/** What API Gateway itself answers above a route's ceiling. */
const tooMany = "TooMany";

/** Blocks an address that asks for more within five minutes, until it asks for less. */
const limitRule = (name: string, limit: number, expressions: readonly string[]): Omit<Rule, "priority"> => ({
  name,
  action: { block: { customResponse: { responseCode: 429, customResponseBodyKey: tooMany } } },
  visibilityConfig: showAs(name),
  statement: {
    rateBasedStatement: {
      limit,
      aggregateKeyType: "IP",
      evaluationWindowSec: 300,
      scopeDownStatement: matchPaths(expressions),
    },
  },
});

/** Paths as the API will read them: decoded, and without `//` and `..`. */
function matchPaths(expressions: readonly string[]): Statement {
  const statements = expressions.map((regexString) => ({
    regexMatchStatement: {
      regexString,
      fieldToMatch: { uriPath: {} },
      textTransformations: [
        { priority: 0, type: "URL_DECODE" },
        { priority: 1, type: "NORMALIZE_PATH" },
      ],
    },
  }));
  const [only] = statements;
  if (only === undefined) throw new Error("A rule of the firewall needs paths.");
  // WAF wants two statements at least in an "or".
  return statements.length === 1 ? only : { orStatement: { statements } };
}
