import vm from "node:vm";
import { beforeAll, describe, expect, it } from "vitest";
import { synthesizeEdge } from "./support/synthesize-edge.ts";

let edge: ReturnType<typeof synthesizeEdge>;
let shared: ReturnType<typeof synthesizeEdge>;
beforeAll(() => {
  edge = synthesizeEdge({}, "v-1");
  shared = synthesizeEdge({
    application: "https://front.example.net",
    hostedZone: { id: "Z0123456789ABC", name: "example.com" },
  });
}, 60_000);

const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const allButHost = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

describe("the edge", () => {
  it("stands in us-east-1, of which CloudFront takes certificate and firewall, whatever the stage's region", () => {
    expect(edge.environment).toMatchObject({ region: "us-east-1", account: "111122223333" });
  });

  it("serves the host of publicBaseUrl over TLS 1.2 or later, HTTP/2 and HTTP/3", () => {
    expect(edge.settings).toMatchObject({
      Aliases: ["app.example.com"],
      HttpVersion: "http2and3",
      ViewerCertificate: { MinimumProtocolVersion: "TLSv1.2_2021", SslSupportMethod: "sni-only" },
    });
  });

  it("caches nothing but the page's files, and no failure of anything", () => {
    const { DefaultCacheBehavior, CacheBehaviors, CustomErrorResponses } = edge.settings;
    const cached = CacheBehaviors.filter(({ CachePolicyId }) => CachePolicyId !== cachingDisabled);
    expect(cached.map(({ PathPattern }) => PathPattern)).toEqual(["/settings/integrations/assets/*"]);
    expect(DefaultCacheBehavior.CachePolicyId).toBe(cachingDisabled);
    expect(CustomErrorResponses.map(({ ErrorCode }) => ErrorCode)).toEqual(
      expect.arrayContaining([403, 404, 500, 503]),
    );
    expect(CustomErrorResponses.every(({ ErrorCachingMinTTL }) => ErrorCachingMinTTL === 0)).toBe(true);
    const [policy] = edge.list("AWS::CloudFront::CachePolicy");
    expect(policy).toMatchObject({
      CachePolicyConfig: {
        MinTTL: 0,
        DefaultTTL: 0,
        MaxTTL: 31_536_000,
        ParametersInCacheKeyAndForwardedToOrigin: {
          EnableAcceptEncodingBrotli: true,
          EnableAcceptEncodingGzip: true,
          CookiesConfig: { CookieBehavior: "none" },
          HeadersConfig: { HeaderBehavior: "none" },
          QueryStringsConfig: { QueryStringBehavior: "none" },
        },
      },
    });
  });

  it("passes on every method and all of a request but its Host, for the API, the page and the socket", () => {
    const { DefaultCacheBehavior, CacheBehaviors } = edge.settings;
    const passing = [
      DefaultCacheBehavior,
      ...CacheBehaviors.filter(({ PathPattern }) => !PathPattern?.includes("assets")),
    ];
    expect(passing.map(({ PathPattern }) => PathPattern)).toEqual([undefined, "/live", "/api/*"]);
    for (const behavior of passing) {
      expect(behavior.OriginRequestPolicyId).toBe(allButHost);
      expect(behavior.AllowedMethods).toHaveLength(7);
    }
  });

  it("redirects nobody who calls the API without encryption, since the token has travelled already", () => {
    const protocols = edge.settings.CacheBehaviors.map(({ ViewerProtocolPolicy }) => ViewerProtocolPolicy);
    expect(new Set(protocols)).toEqual(new Set(["https-only"]));
  });

  it("leads the socket's path to the WebSocket API, and everything else of ours to the HTTP API", () => {
    const { Origins, CacheBehaviors, DefaultCacheBehavior } = edge.settings;
    const toText = (id: string) => JSON.stringify(Origins.find(({ Id }) => Id === id));
    const live = CacheBehaviors.find(({ PathPattern }) => PathPattern === "/live")?.TargetOriginId ?? "";
    expect(toText(live)).toContain("LiveApiId");
    const others = [DefaultCacheBehavior, ...CacheBehaviors].filter(({ TargetOriginId }) => TargetOriginId !== live);
    expect(others).toHaveLength(3);
    for (const { TargetOriginId } of others) expect(toText(TargetOriginId)).toContain('"ApiId"');
    expect(toText(live)).toContain('"eu-central-1"');
  });

  it("adds the origin secret by a reference that names its version, so that no template has its value", () => {
    const headers = edge.settings.Origins.map(({ OriginCustomHeaders }) => OriginCustomHeaders);
    const header = {
      HeaderName: "x-patchbay-origin",
      HeaderValue: "{{resolve:secretsmanager:patchbay/prod/origin:SecretString:current::v-1}}",
    };
    expect(headers).toEqual([[header], [header]]);
    expect(edge.template.Outputs.OriginSecretVersion).toEqual({ Value: "v-1" });
    expect(shared.template.Outputs.OriginSecretVersion).toBeUndefined();
  });

  it("calls its origins by https with TLS 1.2 only, and waits longer than API Gateway does", () => {
    for (const { CustomOriginConfig } of edge.settings.Origins)
      expect(CustomOriginConfig).toMatchObject({
        OriginProtocolPolicy: "https-only",
        OriginSSLProtocols: ["TLSv1.2"],
        OriginReadTimeout: 31,
      });
  });

  it("adds security headers only where an answer has none", () => {
    const [policy] = edge.list("AWS::CloudFront::ResponseHeadersPolicy");
    const headers: Record<string, { Override: boolean }> =
      Object(policy).ResponseHeadersPolicyConfig.SecurityHeadersConfig;
    expect(headers).toMatchObject({
      StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: false },
    });
    expect(Object.values(headers).map(({ Override }) => Override)).toEqual([false, false, false]);
  });

  it("runs the function of the aliases before everything of the HTTP API", () => {
    const { DefaultCacheBehavior, CacheBehaviors } = edge.settings;
    const [renaming] = edge.list("AWS::CloudFront::Function");
    expect(renaming).toMatchObject({ AutoPublish: true, FunctionConfig: { Runtime: "cloudfront-js-2.0" } });
    const own = [DefaultCacheBehavior, ...CacheBehaviors].filter(({ PathPattern }) => PathPattern !== "/live");
    for (const { FunctionAssociations } of own)
      expect(FunctionAssociations?.map(({ EventType }) => EventType)).toEqual(["viewer-request"]);
    const event = { context: { requestId: "r" }, request: { method: "GET", uri: "/health" } };
    const code = String(Object(renaming).FunctionCode);
    expect(vm.runInNewContext(`${code}; JSON.stringify(handler(${JSON.stringify(event)}))`)).toContain('"/api/health"');
  });

  it("logs neither queries nor cookies nor where people come from, and nothing in the older way", () => {
    const [delivery] = edge.list("AWS::Logs::Delivery");
    const fields: string[] = Object(delivery).RecordFields;
    expect(fields).toEqual(expect.arrayContaining(["cs-uri-stem", "sc-status", "c-ip", "timestamp(ms)"]));
    expect(fields.filter((field) => /query|cookie|referer/i.test(field))).toEqual([]);
    expect(edge.settings.Logging).toBeUndefined();
    const [source, group] = [edge.list("AWS::Logs::DeliverySource")[0], edge.list("AWS::Logs::LogGroup")[0]];
    expect(source).toMatchObject({ LogType: "ACCESS_LOGS" });
    expect(group).toMatchObject({ LogGroupName: "/aws/vendedlogs/patchbay/prod/edge", RetentionInDays: 90 });
  });

  it("has no records and no certificate of its own where they are named", () => {
    expect([...edge.list("AWS::Route53::RecordSet"), ...edge.list("AWS::CertificateManager::Certificate")]).toEqual([]);
  });
});

describe("the edge of a hosted zone, in front of an application", () => {
  it("leads the domain to itself over IPv4 and IPv6", () => {
    const records = shared
      .list("AWS::Route53::RecordSet")
      .map(({ Name, Type, HostedZoneId }) => [Name, Type, HostedZoneId]);
    expect(records).toEqual([
      ["app.example.com.", "A", "Z0123456789ABC"],
      ["app.example.com.", "AAAA", "Z0123456789ABC"],
    ]);
  });

  it("gives the application what is not ours, without the origin secret", () => {
    const { Origins, DefaultCacheBehavior, CacheBehaviors } = shared.settings;
    const application = Origins.find(({ Id }) => Id === DefaultCacheBehavior.TargetOriginId);
    expect(application).toMatchObject({ DomainName: "front.example.net" });
    expect(application?.OriginCustomHeaders).toBeUndefined();
    expect(CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual([
      ...["/settings/integrations/assets/*", "/live", "/api/*", "/settings/integrations"],
      "/settings/integrations/admin",
      ...["/settings/integrations/app.js", "/settings/integrations/app.css", "/.well-known/jwks.json"],
      ...["/integrations", "/integrations/*", "/health", "/health/*"],
    ]);
    for (const { TargetOriginId } of CacheBehaviors) expect(TargetOriginId).not.toBe(application?.Id);
  });
});
