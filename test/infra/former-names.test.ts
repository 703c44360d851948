// The variables of the .env files that the systems before had: each is understood, or named in a notice.
import { describe, expect, test } from "vitest";
import { planSecrets } from "../../infra/secrets/plan.ts";
import { exampleStage } from "./support/synthesized.ts";

const value = "hunter2-never-printed";
const plan = (lines: Record<string, string>) => planSecrets(lines, exampleStage);
const base = exampleStage.publicBaseUrl;

describe("a client of the systems before", () => {
  const gmail = { GMAIL_CLIENT_ID: "google-id", GMAIL_CLIENT_SECRET: "google-secret" };
  const google = { GOOGLE_CLIENT_ID: "google-id", GOOGLE_CLIENT_SECRET: "google-secret" };

  test("is Google's where GMAIL_* is set and GOOGLE_* is not", () => {
    const { clientIds, secrets, notices } = plan(gmail);
    expect(clientIds).toEqual(plan(google).clientIds);
    expect(secrets).toEqual(plan(google).secrets);
    expect(notices).toEqual([
      "Read as GOOGLE_CLIENT_ID: GMAIL_CLIENT_ID.",
      "Read as GOOGLE_CLIENT_SECRET: GMAIL_CLIENT_SECRET.",
    ]);
  });

  test("may stand there under both names", () => {
    expect(plan({ ...gmail, ...google })).toEqual(plan(google));
    expect(plan({ ...gmail, GOOGLE_CLIENT_ID: "", GOOGLE_CLIENT_SECRET: "" }).clientIds.gmail).toBe("google-id");
  });

  test.each([
    ["GMAIL_CLIENT_ID", "GOOGLE_CLIENT_ID"],
    ["GMAIL_CLIENT_SECRET", "GOOGLE_CLIENT_SECRET"],
  ])("is refused where %s and %s differ", (old, name) => {
    expect(() => plan({ ...gmail, ...google, [old]: value })).toThrow(
      new Error(`${old} and ${name} are both set, and differ: keep the one you want as ${name}.`),
    );
  });

  test.each(Object.keys(gmail))("is refused with only %s", (name) => {
    expect(() => plan({ [name]: value })).toThrow(
      new Error(`${name} is set but the other half of the client is not: a client needs both.`),
    );
  });

  test("is never put together from halves of two names", () => {
    expect(() => plan({ GOOGLE_CLIENT_ID: "google-id", GMAIL_CLIENT_SECRET: "google-secret" })).toThrow(
      "GOOGLE_CLIENT_ID is set but GOOGLE_CLIENT_SECRET is not: a client needs both.",
    );
  });

  test("has a redirect URI that must be Gmail's here", () => {
    expect(() => plan({ GMAIL_REDIRECT_URI: `${base}/api/v1/oauth/gmail/callback` })).not.toThrow();
    expect(plan({ GMAIL_REDIRECT_URI: `${base}/api/v1/oauth/gmail/callback` }).notices).toEqual([]);
    expect(() => plan({ GMAIL_REDIRECT_URI: `${base}/api/v1/oauth/calendar/callback` })).toThrow(
      `GMAIL_REDIRECT_URI is not a callback of this deployment: it must be ${base}/api/integrations/gmail/callback or ${base}/api/v1/oauth/gmail/callback or ${base}/api/oauth/callback/gmail.`,
    );
  });
});

const understood = ["FIGMA", "SLACK", "GITHUB"].flatMap((prefix) => [
  [`${prefix}_CLIENT_ID`, `${prefix}_CLIENT_SECRET`, `${prefix}_REDIRECT_URI`],
]);

test.each(understood)("takes %s, %s and %s", (id, secret, redirect) => {
  const provider = id.split("_")[0]?.toLowerCase();
  const lines = { [id]: "id", [secret]: "s", [redirect]: `${base}/api/integrations/${provider}/callback` };
  expect(plan(lines)).toMatchObject({ clientIds: { [String(provider)]: "id" }, notices: [] });
});

test.each([
  ["FIGMA_WEBHOOK_SECRET", "patchbay/prod/figma/webhook"],
  ["SLACK_SIGNING_SECRET", "patchbay/prod/slack/webhook"],
  ["JWT_SECRET", "patchbay/prod/jwt"],
])("takes %s as %s", (name, secret) => {
  const { secrets, notices } = plan({ [name]: value });
  expect([[...secrets], notices]).toEqual([[[secret, value]], []]);
});

test.each(["https://app.example.com", "https://app.example.com/"])("takes %s as WEBHOOK_BASE_URL", (address) => {
  expect(plan({ WEBHOOK_BASE_URL: address }).notices).toEqual([]);
});

test.each([
  ...["MCP_FIGMA_ENABLED", "MCP_FILESYSTEM_ENABLED", "MCP_GIT_ENABLED"].map((name) => [
    name,
    "not used: the other MCP servers of the earlier system were switched off there, and are not here",
  ]),
  [
    "MCP_POSTGRES_URL",
    "not used: the database that questions are asked of, and how it is reached, is mcp.database in the stage's file",
  ],
  ["MCP_TIMEOUT", "not used: of the earlier MCP settings three are, and the rest is mcp in the stage's file"],
  ["GMAIL_REFRESH_TOKEN", "not needed: each person connects their own account with the application's client"],
  ...["OAUTH_ENCRYPTION_KEY", "TOKEN_ENCRYPTION_KEY", "ENCRYPTION_KEY"].map((name) => [
    name,
    "not needed: tokens are sealed under the stage's own KMS key. Keep it as long as you keep the old rows; npm run import reads it",
  ]),
  ["ZENDESK_API_KEY", "not used by this version, which has no such provider"],
  ["REDIS_URL", "not needed: there is no Redis here"],
  ["REDIS_PASSWORD", "not needed: there is no Redis here"],
])("says of %s that it is %s", (name = "", why) => {
  const { secrets, clientIds, notices } = plan({ [name]: value });
  expect(notices).toEqual([`Ignored, ${why}: ${name}.`]);
  expect([secrets.size, clientIds]).toEqual([0, {}]);
});

test("names the lines of one reason together, and prints no value", () => {
  const { notices } = plan({ REDIS_URL: value, ZENDESK_API_KEY: value, REDIS_HOST: value, ODD_ONE: value });
  expect(notices).toEqual([
    "Ignored, not known: ODD_ONE.",
    "Ignored, not needed: there is no Redis here: REDIS_HOST, REDIS_URL.",
    "Ignored, not used by this version, which has no such provider: ZENDESK_API_KEY.",
  ]);
});
