import { describe, expect, it } from "vitest";
import { defineStage } from "../../infra/config.ts";
import { loadDeployableStage, loadStage } from "../../infra/load-stage.ts";
import { exampleInput, exampleJwt } from "./support/synthesized.ts";

const refusal = (change: object) => {
  try {
    defineStage({ ...exampleInput, ...change });
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
  return "accepted";
};

const service = {
  ...{ issuer: exampleJwt.issuer, clientId: "voice", tenants: ["acme"], providers: ["slack"], may: ["token"] },
};

describe("defineStage", () => {
  it("fills in the defaults", () => {
    const { keys, rateLimits, services } = defineStage(exampleInput);
    expect({ keys, rateLimits, services }).toEqual({
      keys: { buckets: 16, maxAgeDays: 365 },
      rateLimits: { startPerMinute: 10, refreshPerMinute: 6, writesPerMinute: 60, queriesPerMinute: 30 },
      services: [],
    });
  });

  const of = 'The configuration of stage "prod" is wrong: ';
  it.each([
    [{ publicBaseUrl: "http://app.example.com" }, "publicBaseUrl must use https (plain http is for localhost only)."],
    [
      { publicBaseUrl: "https://app.example.com/" },
      "publicBaseUrl must be an origin: scheme, host and port without a path or a trailing slash.",
    ],
    [{ appUrl: "app.example.com" }, "appUrl must be an absolute address such as https://example.com."],
    [{ appUrl: "https://app.example.com/#x" }, "appUrl must not hold a query or a fragment."],
    [{ appUrl: undefined }, "appUrl is missing."],
    [{ allowedOrigins: ["https://*.example.com"] }, "allowedOrigins[0] must not hold a wildcard."],
    [{ allowedOrigins: ["*"] }, "allowedOrigins[0] must be an absolute address such as https://example.com."],
    [
      { allowedRedirects: ["javascript:alert(1)"] },
      "allowedRedirects[0] must be an absolute address such as https://example.com.",
    ],
    [{ jwt: { ...exampleJwt, algorithm: "none" } }, "jwt.algorithm must be RS256, RS384, RS512, ES256 or HS256."],
    [{ jwt: { ...exampleJwt, audience: [] } }, "jwt.audience must name at least one audience."],
    [
      { jwt: { ...exampleJwt, stageAdmin: { claim: "role", value: "admin" } } },
      "jwt.stageAdmin must differ from adminClaim and adminValue, or every tenant's administrators see all tenants.",
    ],
    [{ jwt: { ...exampleJwt, stageAdmin: { claim: "role" } } }, "jwt.stageAdmin.value is missing."],
    [{ strictTransportSecurity: { maxAgeSeconds: -1 } }, "strictTransportSecurity.maxAgeSeconds must not be negative."],
    [{ services: [{ ...service, tenants: "all" }] }, 'services[0].tenants must be a list of tenants or "*".'],
    [{ services: [{ ...service, tenants: [] }] }, "services[0].tenants must name a tenant."],
    [{ services: [{ ...service, may: [] }] }, "services[0].may must name one of token, crm, ehr, connect."],
    [{ services: [{ ...service, may: ["all"] }] }, "services[0].may[0] must be one of token, crm, ehr, connect."],
    [{ services: [{ ...service, providers: ["gitlab"] }] }, "services[0].providers[0] must be a provider's id."],
    [
      { services: [{ ...service, issuer: "https://other.example.com/" }] },
      "services[0].issuer must be that of an entry of jwt that has an audience.",
    ],
    [
      { formerCallbacks: { shared: ["slack", "github"] } },
      "formerCallbacks.shared must be one provider's id: with several, each would have to send `iss` in its answers (RFC 9207), and the stage to require it.",
    ],
    [{ formerCallbacks: { named: ["gitlab"] } }, "formerCallbacks.named[0] must be a provider's id."],
    [
      { tenantHosts: [{ tenant: "acme", provider: "slack", hosts: ["acme.example.com/"] }] },
      "tenantHosts[0].hosts[0] must not end with a slash or a dot.",
    ],
    [
      { tenantHosts: [{ tenant: "acme", provider: "slack", hosts: ["user@acme.example.com"] }] },
      "tenantHosts[0].hosts[0] must be a host's name or a base address.",
    ],
    [
      { tenantHosts: [{ tenant: "acme", provider: "slack", usersOf: "https://other.example.com/" }] },
      "tenantHosts[0].usersOf must be the issuer of one entry of jwt.",
    ],
    [{ services: [service, service] }, "services[1].clientId must differ from those before it."],
    [
      { services: [{ ...service, usersOf: "https://other.example.com/" }] },
      "services[0].usersOf must be the issuer of one entry of jwt.",
    ],
    [
      { retention: { logDays: 31, auditDays: 365 } },
      "retention.logDays must be a number of days CloudWatch Logs knows, such as 7, 30, 90 or 365.",
    ],
    [{ sharedCallback: "gitlab" }, "sharedCallback must be one provider's id."],
    [{ sharedCallback: ["slack", "github"] }, "sharedCallback must be one provider's id."],
    [{ keys: { buckets: 0, maxAgeDays: 1 } }, "keys.buckets must be more than 0."],
    [
      { rateLimits: { startPerMinute: 1.5, refreshPerMinute: 1, writesPerMinute: 1 } },
      "rateLimits.startPerMinute must be a whole number.",
    ],
    [{ providers: { slak: {} } }, "providers.slak is not a setting."],
    [
      { providers: { slack: { endpoints: { tokn: "https://x.example" } } } },
      "providers.slack.endpoints.tokn is not a setting.",
    ],
    [
      { providers: { slack: { endpoints: { token: "http://x.example" } } } },
      "providers.slack.endpoints.token must use https (plain http is for localhost only).",
    ],
    [
      { providers: { slack: { v2Speaks: "team" } } },
      'providers.slack.v2Speaks must be "person", "bot" or "tenant-bot".',
    ],
    [{ providers: { slack: { pkce: "yes" } } }, "providers.slack.pkce must be true or false."],
    [{ providers: { figma: { pkce: true } } }, "providers.figma.pkce is no setting of this provider."],
    [{ providers: { gmail: { pkce: false } } }, "providers.gmail.pkce is no setting of this provider."],
    [{ account: "12345678901" }, "account must be the 12 digits of an AWS account."],
    [{ account: 123456789012 }, "account must be text: 12 digits in quotes."],
    [{ region: "Frankfurt" }, "region must be an AWS region such as eu-central-1."],
    [{ alarmEmail: "nobody" }, "alarmEmail must be an e-mail address."],
    [
      { signIn: { ...exampleInput.signIn, demo: true } },
      "signIn.demo may be true only on localhost: demo users have no password.",
    ],
    [{ publicBaseURL: "https://x.example" }, "publicBaseURL is not a setting."],
  ])("refuses %j in one sentence", (change, sentence) => {
    expect(refusal(change)).toBe(of + sentence);
  });

  it.each([
    ["no administrators", {}],
    ["administrators of tenants only", { adminClaim: "role", adminValue: "admin" }],
    ["administrators of the stage only", { stageAdmin: { claim: "role", value: "admin" } }],
    [
      "both, under one claim",
      { adminClaim: "role", adminValue: "admin", stageAdmin: { claim: "role", value: "operator" } },
    ],
  ])("accepts a stage with %s", (_, admins) => {
    const { issuer, audience, algorithm } = exampleJwt;
    expect(refusal({ jwt: { issuer, audience, algorithm, tenantClaim: "org", ...admins } })).toBe("accepted");
  });

  it("accepts the same claim for both where every user is a tenant of their own", () => {
    const { tenantClaim: _, ...jwt } = exampleJwt;
    expect(refusal({ jwt: { ...jwt, stageAdmin: { claim: "role", value: "admin" } } })).toBe("accepted");
  });

  it("refuses a stage name that cannot be part of a resource's name", () => {
    expect(refusal({ stage: "Prod_1" })).toContain("stage must be 1 to 12 lower-case letters and digits");
  });

  it.each([true, false])("takes %j for PKCE at Slack", (pkce) => {
    expect(refusal({ providers: { slack: { pkce } } })).toBe("accepted");
  });

  it("takes plain http on localhost", () => {
    const base = "http://localhost:4400";
    expect(refusal({ publicBaseUrl: base, appUrl: base, allowedOrigins: [base] })).toBe("accepted");
  });
});

describe("loadStage", () => {
  it("reads the stage of that name", async () => {
    expect((await loadStage("dev")).stage).toBe("dev");
  });

  it("says which file to write for a stage that does not exist", async () => {
    await expect(loadStage("staging")).rejects.toThrow(
      'There is no stage "staging": write infra/stages/staging.ts, with infra/stages/dev.ts as an example.',
    );
  });

  it("refuses a name with a path out of the stages' folder", async () => {
    await expect(loadStage("../config")).rejects.toThrow('"../config" is not the name of a stage.');
  });
});

describe("loadDeployableStage", () => {
  it.each(["local", "test"])(
    "refuses %s, which belongs to the local cloud and has unprotected tables",
    async (name) => {
      await expect(loadDeployableStage(name, "npm run deploy")).rejects.toThrow(`The stage "${name}" is reserved`);
    },
  );

  it("asks for a stage where none is named", async () => {
    await expect(loadDeployableStage(undefined, "npm run deploy -- --stage dev")).rejects.toThrow(
      "Which stage? npm run deploy -- --stage dev",
    );
  });

  it("loads any other one", async () => {
    expect((await loadDeployableStage("dev", "")).stage).toBe("dev");
  });
});
