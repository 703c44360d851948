import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { defineStage, type Stage, type StageInput } from "../../infra/config.ts";
import { envExample } from "../../infra/secrets/env-example.ts";
import { planSecrets } from "../../infra/secrets/plan.ts";
import { switchNames } from "../../infra/secrets/switches.ts";
import { exampleInput, exampleJwt, exampleStage } from "./support/synthesized.ts";

const slack = { SLACK_CLIENT_ID: "slack-id", SLACK_CLIENT_SECRET: "slack-secret" };
const google = { GOOGLE_CLIENT_ID: "google-id", GOOGLE_CLIENT_SECRET: "google-secret" };

const plan = (lines: Record<string, string>, remove: string[] = []) => planSecrets(lines, exampleStage, remove);

describe("planSecrets", () => {
  it("refuses a push subscription that is not the stage's", () => {
    const pubsub = {
      topic: "projects/a/topics/b",
      audience: "https://app.example.com/push",
      serviceAccount: "push@a.example.com",
      issuer: "https://accounts.google.com",
      jwks: "https://www.googleapis.com/oauth2/v3/certs",
    };
    const config = { ...exampleStage, pubsub };
    expect(() => planSecrets({ GOOGLE_PUBSUB_TOPIC: "projects/x/topics/y" }, config)).toThrow(
      "GOOGLE_PUBSUB_TOPIC differs from pubsub.topic in infra/stages/prod.ts: change it there and deploy.",
    );
    expect(() => planSecrets({ GOOGLE_PUBSUB_TOPIC: "projects/a/topics/b" }, config)).not.toThrow();
  });

  it("gives Gmail and Calendar the same Google client", () => {
    const { clientIds, secrets } = plan(google);
    expect(clientIds).toEqual({ gmail: "google-id", calendar: "google-id" });
    expect([...secrets]).toEqual([
      ["patchbay/prod/gmail/client", "google-secret"],
      ["patchbay/prod/calendar/client", "google-secret"],
    ]);
  });

  it("separates webhook secrets from client secrets", () => {
    expect([...plan({ SLACK_SIGNING_SECRET: "s" }).secrets]).toEqual([["patchbay/prod/slack/webhook", "s"]]);
  });

  it.each([
    ["SLACK_CLIENT_ID", "SLACK_CLIENT_ID is set but SLACK_CLIENT_SECRET is not: a client needs both."],
    ["SLACK_CLIENT_SECRET", "SLACK_CLIENT_SECRET is set but SLACK_CLIENT_ID is not: a client needs both."],
  ])("refuses a client with only %s", (name, sentence) => {
    expect(() => plan({ [name]: "x" })).toThrow(sentence);
  });

  it.each(["api/integrations/slack/callback", "api/v1/oauth/slack/callback", "api/oauth/callback/slack"])(
    "takes the redirect URI /%s",
    (path) => {
      expect(() => plan({ ...slack, SLACK_REDIRECT_URI: `https://app.example.com/${path}` })).not.toThrow();
    },
  );

  it("accepts the address of a front end that handles the redirect itself", () => {
    const frontEndRedirect = "https://studio.example.com/caught";
    const config = { ...exampleStage, providers: { slack: { frontEndRedirect } } };
    expect(() => planSecrets({ ...slack, SLACK_REDIRECT_URI: frontEndRedirect }, config)).not.toThrow();
  });

  it("takes the shared callback for the provider that it is lent to, and for no other", () => {
    const shared = "https://app.example.com/api/v1/integrations/callback";
    const lines = { ...slack, SLACK_REDIRECT_URI: shared };
    expect(() => planSecrets(lines, { ...exampleStage, sharedCallback: "slack" })).not.toThrow();
    expect(() => planSecrets(lines, { ...exampleStage, sharedCallback: "github" })).toThrow(
      "SLACK_REDIRECT_URI is not",
    );
    expect(() => plan(lines)).toThrow("SLACK_REDIRECT_URI is not a callback of this deployment");
  });

  it("takes the addresses of a former broker for the providers that the stage names, and for no other", () => {
    const check = (path: string, formerCallbacks: Stage["formerCallbacks"]) => () =>
      planSecrets(
        { ...slack, SLACK_REDIRECT_URI: `https://app.example.com/${path}` },
        { ...exampleStage, formerCallbacks },
      );
    expect(check("api/oauth/callback", { shared: "slack" })).not.toThrow();
    expect(check("auth/slack/callback", { named: ["github", "slack"] })).not.toThrow();
    expect(check("api/oauth/callback", { shared: "github" })).toThrow("SLACK_REDIRECT_URI is not");
    expect(check("auth/slack/callback", { shared: "slack", named: ["github"] })).toThrow("SLACK_REDIRECT_URI is not");
  });

  it("refuses the redirect URI of another deployment", () => {
    expect(() => plan({ FIGMA_REDIRECT_URI: "https://old.example.com/api/integrations/figma/callback" })).toThrow(
      "FIGMA_REDIRECT_URI is not a callback of this deployment: it must be https://app.example.com/api/integrations/figma/callback or https://app.example.com/api/v1/oauth/figma/callback or https://app.example.com/api/oauth/callback/figma.",
    );
  });

  it("refuses a webhook address of another deployment", () => {
    expect(() => plan({ WEBHOOK_BASE_URL: "https://old.example.com" })).toThrow(
      "WEBHOOK_BASE_URL is not the publicBaseUrl",
    );
  });

  it("says that Redis is not needed", () => {
    expect(plan({ REDIS_URL: "redis://:hunter2@x", REDIS_HOST: "x" }).notices).toEqual([
      "Ignored, not needed: there is no Redis here: REDIS_HOST, REDIS_URL.",
    ]);
  });

  it("writes API keys beside the client of their provider", () => {
    const { secrets, notices } = plan({ HUBSPOT_API_KEY: "fake-key", HUBSPOT_DEVELOPER_API_KEY: "fake-developer-key" });
    expect([...secrets]).toEqual([
      ["patchbay/prod/hubspot/api-key", "fake-key"],
      ["patchbay/prod/hubspot/developer-api-key", "fake-developer-key"],
    ]);
    expect(notices).toEqual([]);
  });

  it("says where a provider's address belongs, unless the stage's file has it", () => {
    const [line, address] = ["SALESFORCE_TOKEN_URL", "https://acme.my.salesforce.com/services/oauth2/token"];
    expect(plan({ [line]: address }).notices).toEqual([
      `Not read: ${line}. Salesforce's own is used; another one belongs into the stage's file, as providers.salesforce.endpoints.token.`,
    ]);
    const configured = { ...exampleStage, providers: { salesforce: { endpoints: { token: address } } } };
    expect(planSecrets({ [line]: address }, configured).notices).toEqual([]);
    expect(plan({ EPIC_AUTH_URL: "https://fhir.example.com/authorize" }).notices).toEqual([
      "Not read: EPIC_AUTH_URL. Each FHIR server tells its own: list yours under ehr.servers in the stage's file.",
    ]);
  });

  it("names the lines that it does not know", () => {
    expect(plan({ SLAK_CLIENT_ID: "x" }).notices).toEqual(["Ignored, not known: SLAK_CLIENT_ID."]);
  });

  it("does not print what may be a piece of a value that spans several lines", () => {
    const lines = parseEnv("SLAK_KEY=-----BEGIN KEY-----\nfakeSecretBytes/AAA==\nFAKEBYTES=x\n-----END KEY-----");
    const said = planSecrets(lines, exampleStage).notices;
    expect(said).toEqual([
      "Ignored, not known: SLAK_KEY.",
      "Ignored: 2 that are not named like a variable; a value of several lines must stand in quotes.",
    ]);
  });

  it("refuses to take away a provider that does not exist", () => {
    expect(() => plan({}, ["slak"])).toThrow('"slak" is not a provider');
  });
});

const old = { name: "old", issuer: "old-gateway", audience: "none", algorithm: "HS256" } as const;
const withOldServer = defineStage({ ...exampleInput, jwt: [exampleJwt, old] });

describe("the secrets of issuers", () => {
  it("are the first one's and those with a name", () => {
    const lines = { JWT_SECRET: "short", JWT_SECRET_OLD: "x".repeat(32) };
    expect([...planSecrets(lines, withOldServer).secrets]).toEqual([
      ["patchbay/prod/jwt", "short"],
      ["patchbay/prod/jwt/old", "x".repeat(32)],
    ]);
  });

  const alone = { ...old, requiredClaims: { type: "access" }, maxAgeSeconds: 60 };
  it.each<[string, StageInput["jwt"], string]>([
    ["a further issuer", [exampleJwt, old], "JWT_SECRET_OLD"],
    ["the only one without an audience", old, "JWT_SECRET"],
    ["the only one without a name", { ...alone, issuer: "none" }, "JWT_SECRET"],
  ])("are refused for %s if they are shorter than 32 bytes", (_, jwt, line) => {
    const config = defineStage({ ...exampleInput, jwt });
    const refusal = `${line} must be 32 bytes or more: whoever guesses it can sign in as anybody.`;
    for (const secret of ["x".repeat(31), "é".repeat(15)]) {
      expect(() => planSecrets({ [line]: secret }, config)).toThrow(refusal);
    }
    expect(planSecrets({ [line]: "é".repeat(16) }, config).secrets.size).toBe(1);
  });

  it("of an issuer that the stage does not list are named in a notice", () => {
    expect(plan({ JWT_SECRET_OLD: "x".repeat(32) })).toMatchObject({
      secrets: new Map(),
      notices: ["Ignored, not known: JWT_SECRET_OLD."],
    });
  });
});

describe(".env.example", () => {
  const example = readFileSync(".env.example", "utf8");

  /** Lines whose value must match the stage. */
  const compared = /_REDIRECT_URI$|^GOOGLE_PUBSUB_/;

  it("matches the manifests: run `npm run generate` after a change", () => {
    expect(example).toBe(envExample());
  });

  it("has only known lines", () => {
    const uncommented = example.replaceAll(/^# (?=[A-Z_]+=)/gm, "");
    const lines = Object.keys(parseEnv(uncommented)).filter((name) => !compared.test(name));
    const odd: Record<string, string> = { WEBHOOK_BASE_URL: exampleStage.publicBaseUrl };
    for (const name of switchNames) odd[name] = "false";
    const filled = Object.fromEntries(lines.map((name) => [name, odd[name] ?? "x".repeat(32)]));
    expect(planSecrets(filled, withOldServer).notices).toEqual([]);
  });

  it("plans no secrets while its values are empty", () => {
    const lines = Object.entries(parseEnv(example)).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    expect(plan(Object.fromEntries(lines)).secrets.size).toBe(0);
  });
});
