import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { writeChannelSigning } from "../../infra/secrets/channel-signing.ts";
import { envExample } from "../../infra/secrets/env-example.ts";
import { planSecrets } from "../../infra/secrets/plan.ts";
import { type SecretStores, writeSecrets } from "../../infra/secrets/write-secrets.ts";
import { exampleStage } from "./support/synthesized.ts";

const slack = { SLACK_CLIENT_ID: "slack-id", SLACK_CLIENT_SECRET: "slack-secret" };
const google = { GOOGLE_CLIENT_ID: "google-id", GOOGLE_CLIENT_SECRET: "google-secret" };

const plan = (lines: Record<string, string>, remove: string[] = []) => planSecrets(lines, exampleStage, remove);

/** A map in place of Parameter Store and Secrets Manager. */
function memory(kept: Map<string, string>): SecretStores {
  const read = async (name: string) => kept.get(name);
  return {
    readParameter: read,
    readSecret: read,
    writeParameter: async (name, value) => void kept.set(name, value),
    writeSecret: async (name, value, isNew) => {
      if (isNew === kept.has(name)) throw new Error("created twice, or put before it was created");
      kept.set(name, value);
    },
  };
}

const write = (lines: Record<string, string>, kept: Map<string, string>, remove: string[] = []) =>
  writeSecrets(plan(lines, remove), exampleStage, memory(kept));

describe("the secret that signs webhook channels", () => {
  const make =
    (...secrets: string[]) =>
    () =>
      secrets.shift() ?? "";

  it("is created by the first run and kept", async () => {
    const kept = new Map<string, string>();
    expect(await writeChannelSigning("prod", memory(kept), { make: make("first", "second") })).toBe(
      "prod/channel-signing: created",
    );
    expect(await writeChannelSigning("prod", memory(kept))).toBe("prod/channel-signing: unchanged");
    expect(kept.get("prod/channel-signing")).toBe('{"current":"first"}');
  });

  it("is kept as the previous one when replaced, and neither is printed", async () => {
    const kept = new Map([["prod/channel-signing", '{"current":"first","previous":"older"}']]);
    const said = await writeChannelSigning("prod", memory(kept), { rotate: true, make: make("second") });
    expect(kept.get("prod/channel-signing")).toBe('{"current":"second","previous":"first"}');
    expect(said).not.toMatch(/first|second|older/);
  });

  it("is long and random", async () => {
    const kept = new Map<string, string>();
    await writeChannelSigning("prod", memory(kept));
    expect(kept.get("prod/channel-signing")).toMatch(/^{"current":"[\w-]{43}"}$/);
  });
});

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
      ["prod/gmail/client", "google-secret"],
      ["prod/calendar/client", "google-secret"],
    ]);
  });

  it("separates webhook secrets from client secrets", () => {
    expect([...plan({ SLACK_SIGNING_SECRET: "s" }).secrets]).toEqual([["prod/slack/webhook", "s"]]);
  });

  it.each([
    ["SLACK_CLIENT_ID", "SLACK_CLIENT_ID is set but SLACK_CLIENT_SECRET is not: a client needs both."],
    ["SLACK_CLIENT_SECRET", "SLACK_CLIENT_SECRET is set but SLACK_CLIENT_ID is not: a client needs both."],
  ])("refuses a client with only %s", (name, sentence) => {
    expect(() => plan({ [name]: "x" })).toThrow(sentence);
  });

  it.each(["api/integrations/slack/callback", "api/v1/oauth/slack/callback"])("takes the redirect URI /%s", (path) => {
    expect(() => plan({ ...slack, SLACK_REDIRECT_URI: `https://app.example.com/${path}` })).not.toThrow();
  });

  it("accepts the address of a front end that handles the redirect itself", () => {
    const frontEndRedirect = "https://studio.example.com/caught";
    const config = { ...exampleStage, providers: { slack: { frontEndRedirect } } };
    expect(() => planSecrets({ ...slack, SLACK_REDIRECT_URI: frontEndRedirect }, config)).not.toThrow();
  });

  it("refuses the redirect URI of another deployment", () => {
    expect(() => plan({ FIGMA_REDIRECT_URI: "https://old.example.com/api/integrations/figma/callback" })).toThrow(
      "FIGMA_REDIRECT_URI is not a callback of this deployment: it must be https://app.example.com/api/integrations/figma/callback or https://app.example.com/api/v1/oauth/figma/callback.",
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

  it("names the lines that it does not know", () => {
    expect(plan({ SLAK_CLIENT_ID: "x" }).notices).toEqual(["Ignored, not known: SLAK_CLIENT_ID."]);
  });

  it("refuses to take away a provider that does not exist", () => {
    expect(() => plan({}, ["slak"])).toThrow('"slak" is not a provider');
  });
});

describe("writeSecrets", () => {
  it("creates missing secrets", async () => {
    const kept = new Map<string, string>();
    const said = await write(slack, kept);
    expect(said).toEqual(["prod/slack/client: created", "/patchbay/prod/client-ids: created (slack)"]);
    expect(Object.fromEntries(kept)).toEqual({
      "prod/slack/client": '{"current":"slack-secret"}',
      "/patchbay/prod/client-ids": '{"slack":"slack-id"}',
    });
  });

  it("keeps the old secret as the previous one", async () => {
    const kept = new Map([["prod/slack/client", '{"current":"older","previous":"oldest"}']]);
    await write(slack, kept);
    expect(kept.get("prod/slack/client")).toBe('{"current":"slack-secret","previous":"older"}');
  });

  it("does not touch an unchanged secret and its previous value", async () => {
    const before = '{"current":"slack-secret","previous":"older"}';
    const kept = new Map([["prod/slack/client", before]]);
    expect((await write(slack, kept))[0]).toBe("prod/slack/client: unchanged");
    expect(kept.get("prod/slack/client")).toBe(before);
  });

  it("does not touch providers that the file does not name", async () => {
    const kept = new Map([["/patchbay/prod/client-ids", '{"figma":"figma-id"}']]);
    await write(slack, kept);
    expect(kept.get("/patchbay/prod/client-ids")).toBe('{"figma":"figma-id","slack":"slack-id"}');
  });

  it("removes a provider on request", async () => {
    const kept = new Map([["/patchbay/prod/client-ids", '{"figma":"figma-id","slack":"slack-id"}']]);
    await write({}, kept, ["figma"]);
    expect(kept.get("/patchbay/prod/client-ids")).toBe('{"slack":"slack-id"}');
  });

  it("never prints a value", async () => {
    const said = await write({ ...slack, ...google, SLACK_SIGNING_SECRET: "signing" }, new Map());
    expect(said.join()).not.toMatch(/slack-secret|google-secret|signing|slack-id|google-id/);
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
    const filled = Object.fromEntries(
      lines.map((name) => [name, name === "WEBHOOK_BASE_URL" ? exampleStage.publicBaseUrl : "x"]),
    );
    expect(plan(filled).notices).toEqual([]);
  });

  it("plans no secrets while its values are empty", () => {
    const lines = Object.entries(parseEnv(example)).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    expect(plan(Object.fromEntries(lines)).secrets.size).toBe(0);
  });
});
