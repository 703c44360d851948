import { beforeAll, describe, expect, it, test } from "vitest";
import { synthesizeEdge } from "./support/synthesize-edge.ts";

let edge: ReturnType<typeof synthesizeEdge>;
beforeAll(() => {
  edge = synthesizeEdge();
}, 60_000);

interface Rule {
  readonly Name: string;
  readonly Priority: number;
  readonly VisibilityConfig: { readonly SampledRequestsEnabled: boolean };
  readonly Statement: {
    readonly ManagedRuleGroupStatement?: {
      Name: string;
      RuleActionOverrides?: { Name: string; ActionToUse: object }[];
    };
    readonly RateBasedStatement?: { Limit: number; ScopeDownStatement: object };
  };
}

const listRules = (): Rule[] => Object(edge.list("AWS::WAFv2::WebACL")[0]).Rules;
const listExpressions = (statement: unknown): RegExp[] =>
  [...JSON.stringify(statement).matchAll(/"RegexString":("(?:[^"\\]|\\.)*")/g)].map(
    ([, text = ""]) => new RegExp(JSON.parse(text)),
  );

describe("the firewall", () => {
  it("is CloudFront's, lets through what no rule stops, and keeps no samples of requests", () => {
    const [firewall] = edge.list("AWS::WAFv2::WebACL");
    expect(firewall).toMatchObject({ Scope: "CLOUDFRONT", DefaultAction: { Allow: {} } });
    expect(JSON.stringify(firewall)).not.toContain('"SampledRequestsEnabled":true');
    expect(JSON.stringify(edge.settings.WebACLId)).toContain("Arn");
  });

  it("has Amazon's lists, of which those about bodies only count", () => {
    const lists = listRules().flatMap(({ Statement: { ManagedRuleGroupStatement: list } }) => (list ? [list] : []));
    expect(lists.map(({ Name }) => Name)).toEqual([
      "AWSManagedRulesAmazonIpReputationList",
      "AWSManagedRulesKnownBadInputsRuleSet",
      "AWSManagedRulesCommonRuleSet",
    ]);
    const counted = lists.flatMap(({ RuleActionOverrides = [] }) => RuleActionOverrides);
    expect(counted.map(({ Name }) => Name)).toEqual(
      expect.arrayContaining([
        "SizeRestrictions_BODY",
        "CrossSiteScripting_BODY",
        "Log4JRCE_BODY",
        "NoUserAgent_HEADER",
      ]),
    );
    for (const { ActionToUse } of counted) expect(ActionToUse).toEqual({ Count: {} });
  });

  it("judges nothing by its words that is signed", () => {
    const judging = listRules().filter(({ Name }) => /Common|KnownBad/.test(Name));
    expect(judging).toHaveLength(2);
    for (const { Statement } of judging) {
      const text = JSON.stringify(Statement);
      expect(text).toContain("NotStatement");
      const matches = (path: string) => listExpressions(Statement).some((expression) => expression.test(path));
      expect(matches("/api/integrations/slack/webhook")).toBe(true);
      expect(matches("/integrations/github/webhook")).toBe(true);
      expect(matches("/api/integrations/slack/auth")).toBe(false);
    }
  });

  test.each([
    [
      "starts",
      300,
      ["/api/integrations/slack/auth", "/integrations/slack/auth", "/api/v1/oauth/gmail/start", "/api/oauth/authorize"],
    ],
    [
      "callbacks",
      300,
      ["/api/integrations/slack/callback", "/integrations/slack/callback", "/api/oauth/callback/clio"],
    ],
  ])("limits %s to %i in five minutes from one address, under every name", (name, limit, paths) => {
    const rule = listRules().find(({ Name }) => Name === name)?.Statement.RateBasedStatement;
    expect(rule).toMatchObject({ Limit: limit, EvaluationWindowSec: 300, AggregateKeyType: "IP" });
    const expressions = listExpressions(rule);
    expect(JSON.stringify(listRules().find(({ Name }) => Name === name))).toContain('"ResponseCode":429');
    expect(expressions.every(({ source }) => source.length <= 512)).toBe(true);
    const matches = (path: string) => expressions.some((expression) => expression.test(path));
    expect(paths.filter((path) => !matches(path))).toEqual([]);
    expect(["/api/integrations", "/api/health", "/health"].filter(matches)).toEqual([]);
  });

  it("fits into the capacity of one list of rules", () => {
    // Amazon's: 25, 200 and 700. An expression costs 3, each transformation 10, a limit 2: docs.aws.amazon.com/waf, "WCUs".
    const expressions = listExpressions(listRules()).length;
    expect(25 + 200 + 700 + 2 * 2 + expressions * (3 + 2 * 10)).toBeLessThanOrEqual(1500);
  });
});
