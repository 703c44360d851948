import { describe, expect, it } from "vitest";
import { defineStage } from "../../../infra/config.ts";
import { listStageSecrets } from "../../../infra/status/expected-secrets.ts";
import { findMissing, listKeyAliases, listStackNames } from "../../../infra/status/find-missing.ts";
import type { SecretState } from "../../../infra/status/read-secrets.ts";
import type { StageState } from "../../../infra/status/stage-state.ts";
import { defineDatabaseStage } from "../mcp/support/database-stage.ts";
import { exampleInput, exampleJwt, exampleStage, synthesize } from "../support/synthesized.ts";

const complete = (stage = exampleStage, secrets: Record<string, SecretState> = {}): StageState => ({
  stacks: { value: listStackNames(stage).map((name) => ({ name, status: "CREATE_COMPLETE", changedAt: "" })) },
  secrets: {
    value: new Map<string, SecretState>([
      ...["channel-signing", "customers", "slack/client", "slack/webhook"].map(
        (name) => [`patchbay/prod/${name}`, "present"] as const,
      ),
      ...Object.entries(secrets),
    ]),
  },
  clientIds: { value: new Set(["slack"]) },
  signingKeys: undefined,
  alarms: { value: [] },
  deadLetters: { value: [] },
});

const without = (name: string): StageState => {
  const state = complete();
  const secrets = "value" in state.secrets ? [...state.secrets.value] : [];
  return { ...state, secrets: { value: new Map(secrets.filter(([each]) => each !== `patchbay/prod/${name}`)) } };
};

const secretsCommand = "npm run secrets -- --stage prod --from .env.prod";

describe("findMissing", () => {
  it("finds nothing in a complete stage", () => {
    expect(findMissing(exampleStage, complete())).toEqual([]);
  });

  it("names the stacks that a deployment makes, and those whose last one failed", { timeout: 300_000 }, () => {
    const names = synthesize(exampleStage).map(({ name }) => name);
    expect([...listStackNames(exampleStage)].sort()).toEqual([...names].sort());
    const [first, ...others] = names.map((name) => ({ name, status: "UPDATE_COMPLETE", changedAt: "" }));
    const stacks = others.map((stack, index) =>
      index === 0 ? { ...stack, status: "UPDATE_ROLLBACK_COMPLETE" } : stack,
    );
    expect(findMissing(exampleStage, { ...complete(), stacks: { value: stacks } })).toEqual([
      `Not deployed: ${first?.name}. Run npm run deploy -- --stage prod.`,
      `${others[0]?.name} is UPDATE_ROLLBACK_COMPLETE: read its events in CloudFormation, then run npm run deploy -- --stage prod again.`,
    ]);
  });

  it.each([
    ["channel-signing", `patchbay/prod/channel-signing: run ${secretsCommand}.`],
    ["slack/client", `patchbay/prod/slack/client: set SLACK_CLIENT_SECRET in .env.prod and run ${secretsCommand}.`],
    ["slack/webhook", `patchbay/prod/slack/webhook: set SLACK_SIGNING_SECRET in .env.prod and run ${secretsCommand}.`],
  ])("says how the secret %s is made", (name, sentence) => {
    expect(findMissing(exampleStage, without(name))).toEqual([sentence]);
  });

  it("says whose client id is missing, of a provider that the file names or that has a secret", () => {
    const config = defineStage({ ...exampleInput, providers: {} });
    const state = { ...complete(), clientIds: { value: new Set<string>() } };
    const sentence = `The client id of Slack (https://api.slack.com/apps): set SLACK_CLIENT_ID in .env.prod and run ${secretsCommand}.`;
    expect(findMissing(config, state)).toEqual([sentence]);
    expect(findMissing(exampleStage, { ...state, secrets: { problem: "no" } })).toEqual([sentence]);
  });

  it("says what to do with a secret that has no tag, and with one of 0.1.0", () => {
    const state = complete(exampleStage, {
      "patchbay/prod/slack/client": "foreign",
      "patchbay/prod/slack/webhook": "former",
    });
    expect(findMissing(exampleStage, state)).toEqual([
      expect.stringContaining("aws secretsmanager tag-resource --secret-id patchbay/prod/slack/client --tags"),
      `patchbay/prod/slack/webhook has its name of 0.1.0 only, which is read for one release more: run ${secretsCommand}.`,
    ]);
  });

  it("wants no webhook secret where our own channels are enough, and the client's where that signs", () => {
    const providers = { github: {}, shopify: {} };
    const state = {
      ...complete(exampleStage, {
        "patchbay/prod/github/client": "present",
        "patchbay/prod/shopify/client": "present",
      }),
      clientIds: { value: new Set(["slack", "github", "shopify"]) },
    };
    expect(findMissing(defineStage({ ...exampleInput, providers }), state)).toEqual([
      `patchbay/prod/shopify/webhook: set SHOPIFY_CLIENT_SECRET in .env.prod and run ${secretsCommand}.`,
    ]);
  });

  it("wants the settings, the keys and no client secret of an EHR to which our key signs", () => {
    const providers = { epic: { clientAuth: "private-key-jwt" as const } };
    const plain = defineStage({ ...exampleInput, providers });
    const state = { ...complete(), clientIds: { value: new Set(["slack", "epic"]) } };
    expect(findMissing(plain, state)).toEqual(["Epic: set ehr in infra/stages/prod.ts and deploy."]);
    const config = defineStage({ ...exampleInput, providers, ehr: {} });
    const [first = "", ...others] = listKeyAliases(config);
    expect(others).toHaveLength(3);
    expect(findMissing(config, { ...state, signingKeys: { value: new Set(others) } })).toEqual([
      `The signing keys ${first}: run npm run ehr-keys -- create --stage prod.`,
    ]);
    expect(findMissing(config, { ...state, signingKeys: { value: new Set([first, ...others]) } })).toEqual([]);
  });

  it("says that nobody gets the alarms", () => {
    const { alarmEmail: _, ...input } = exampleInput;
    expect(findMissing(defineStage(input), complete())).toEqual([
      "Nobody gets the alarms: set alarmEmail in infra/stages/prod.ts and deploy.",
    ]);
  });

  it("concludes nothing from what could not be read", () => {
    const problem = { problem: "AWS answered 403" };
    const state = { ...complete(), stacks: problem, secrets: problem, clientIds: problem, signingKeys: problem };
    expect(findMissing(defineStage({ ...exampleInput, ehr: {} }), state)).toEqual([]);
  });
});

describe("the secrets of a stage", () => {
  it("are more with issuers that sign with HS256", () => {
    const jwt = [
      exampleJwt,
      { ...exampleJwt, name: "old", issuer: "https://old.example.com/", algorithm: "HS256" as const },
    ];
    const secrets = listStageSecrets(defineStage({ ...exampleInput, jwt }));
    expect(secrets.map(({ name, variable }) => [name, variable])).toEqual([
      ["patchbay/prod/channel-signing", undefined],
      ["patchbay/prod/customers", undefined],
      ["patchbay/prod/jwt/old", "JWT_SECRET_OLD"],
    ]);
  });

  it("are more with a database through the Data API", () => {
    expect(listStageSecrets(defineDatabaseStage()).map(({ label }) => label)).toEqual([
      ...["channel-signing", "customers", "mcp", "database/context", "database/login"],
    ]);
  });
});
