import { describe, expect, it } from "vitest";
import { planSecrets } from "../../infra/secrets/plan.ts";
import type { StoredSecret } from "../../infra/secrets/stored-secret.ts";
import { type SecretStores, type WriteOptions, writeSecrets } from "../../infra/secrets/write-secrets.ts";
import { exampleStage } from "./support/synthesized.ts";

const slack = { SLACK_CLIENT_ID: "slack-id", SLACK_CLIENT_SECRET: "slack-secret" };
const google = { GOOGLE_CLIENT_ID: "google-id", GOOGLE_CLIENT_SECRET: "google-secret" };

const plan = (lines: Record<string, string>, remove: string[] = []) => planSecrets(lines, exampleStage, remove);

/** A map in place of Parameter Store and Secrets Manager. What begins with the names of 0.1.0 is there without a tag. */
function memory(kept: Map<string, string>, other: Readonly<Record<string, StoredSecret>> = {}): SecretStores {
  const readSecret = async (name: string): Promise<StoredSecret> => {
    const value = kept.get(name);
    if (other[name]) return other[name];
    if (value === undefined) return { state: "absent" };
    return { state: "present", isOurs: name.startsWith("patchbay/"), value };
  };
  return {
    readParameter: async (name) => kept.get(name),
    readSecret,
    writeParameter: async (name, value) => void kept.set(name, value),
    writeSecret: async (name, value, isNew) => {
      if (isNew === kept.has(name)) throw new Error("created twice, or put before it was created");
      kept.set(name, value);
    },
  };
}

const signing = "patchbay/prod/channel-signing";
const hashing = "patchbay/prod/customers";
const options = { make: () => "made" };

const write = async (lines: Record<string, string>, kept: Map<string, string>, remove: string[] = []) =>
  (await writeSecrets(plan(lines, remove), exampleStage, memory(kept), options)).filter(
    (line) => !line.startsWith(signing) && !line.startsWith(hashing),
  );

describe("the secret that signs webhook channels", () => {
  const writeSigning = async (kept: Map<string, string>, more: WriteOptions = {}) =>
    (await writeSecrets(plan({}), exampleStage, memory(kept), more))[0];

  it("is created by the first run and kept", async () => {
    const kept = new Map<string, string>();
    expect(await writeSigning(kept, { make: () => "first" })).toBe(`${signing}: created`);
    expect(await writeSigning(kept)).toBe(`${signing}: unchanged`);
    expect(kept.get(signing)).toBe('{"current":"first"}');
  });

  it("is kept as the previous one when replaced, and neither is printed", async () => {
    const kept = new Map([[signing, '{"current":"first","previous":"older"}']]);
    const said = await writeSigning(kept, { rotate: "channel-signing", make: () => "second" });
    expect(kept.get(signing)).toBe('{"current":"second","previous":"first"}');
    expect(said).not.toMatch(/first|second|older/);
  });

  it("is long and random", async () => {
    const kept = new Map<string, string>();
    await writeSigning(kept);
    expect(kept.get(signing)).toMatch(/^{"current":"[\w-]{43}"}$/);
  });
});

describe("writeSecrets", () => {
  const name = "patchbay/prod/slack/client";

  it("creates missing secrets", async () => {
    const kept = new Map<string, string>();
    const said = await write(slack, kept);
    expect(said).toEqual([`${name}: created`, "/patchbay/prod/client-ids: created (slack)"]);
    expect(Object.fromEntries(kept)).toEqual({
      [signing]: '{"current":"made"}',
      [hashing]: '{"current":"made"}',
      [name]: '{"current":"slack-secret"}',
      "/patchbay/prod/client-ids": '{"slack":"slack-id"}',
    });
  });

  it("keeps the old secret as the previous one", async () => {
    const kept = new Map([[name, '{"current":"older","previous":"oldest"}']]);
    await write(slack, kept);
    expect(kept.get(name)).toBe('{"current":"slack-secret","previous":"older"}');
  });

  it("does not touch an unchanged secret and its previous value", async () => {
    const before = '{"current":"slack-secret","previous":"older"}';
    const kept = new Map([[name, before]]);
    expect((await write(slack, kept))[0]).toBe(`${name}: unchanged`);
    expect(kept.get(name)).toBe(before);
  });

  describe("asked to forget previous values", () => {
    const writeAndForget = (lines: Record<string, string>, kept: Map<string, string>) =>
      writeSecrets(plan(lines), exampleStage, memory(kept), { ...options, forget: true });

    it("removes that of a secret whose stored value is the file's, and says so", async () => {
      const kept = new Map([[name, '{"current":"slack-secret","previous":"leaked"}']]);
      expect(await writeAndForget(slack, kept)).toContain(`${name}: the previous value is forgotten`);
      expect(kept.get(name)).toBe('{"current":"slack-secret"}');
      expect(await writeAndForget(slack, kept)).toContain(`${name}: unchanged`);
    });

    it("keeps that of a secret which the file changes, since Lambdas still use it", async () => {
      const kept = new Map([[name, '{"current":"older","previous":"oldest"}']]);
      await writeAndForget(slack, kept);
      expect(kept.get(name)).toBe('{"current":"slack-secret","previous":"older"}');
    });

    it("keeps those of secrets that the file does not name", async () => {
      const both = '{"current":"a","previous":"b"}';
      const kept = new Map([
        [name, both],
        [signing, both],
      ]);
      await writeAndForget({}, kept);
      expect([kept.get(name), kept.get(signing)]).toEqual([both, both]);
    });
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

  it("removes it also where the file still has its lines, keeps its secret, and brings it back with them", async () => {
    const kept = new Map<string, string>();
    await write({ ...slack, ...google }, kept);
    const secret = kept.get("patchbay/prod/slack/client");
    expect(secret).toBeDefined();
    await write({ ...slack, SLACK_CLIENT_SECRET: "another" }, kept, ["slack"]);
    expect(JSON.parse(kept.get("/patchbay/prod/client-ids") ?? "")).not.toHaveProperty("slack");
    expect(kept.get("patchbay/prod/slack/client")).toBe(secret);
    await write(slack, kept);
    expect(JSON.parse(kept.get("/patchbay/prod/client-ids") ?? "")).toHaveProperty("slack", "slack-id");
    expect(kept.get("patchbay/prod/slack/client")).toBe(secret);
  });

  it("never prints a value", async () => {
    const said = await write({ ...slack, ...google, SLACK_SIGNING_SECRET: "signing" }, new Map());
    expect(said.join()).not.toMatch(/slack-secret|google-secret|signing|slack-id|google-id/);
  });
});

describe("the secrets of 0.1.0", () => {
  const former = '{"current":"older","previous":"oldest"}';

  it("are copied to their new names, also those that the file does not name, and stay", async () => {
    const kept = new Map([
      ["prod/figma/client", former],
      ["prod/figma/webhook", former],
      ["prod/jwt", former],
      ["prod/channel-signing", former],
    ]);
    const said = await writeSecrets(plan({}), exampleStage, memory(kept), options);
    expect(said).toEqual([
      `${signing}: copied from prod/channel-signing`,
      `${hashing}: created`,
      "patchbay/prod/figma/client: copied from prod/figma/client",
      "patchbay/prod/figma/webhook: copied from prod/figma/webhook",
      "patchbay/prod/jwt: copied from prod/jwt",
      "/patchbay/prod/client-ids: created (no provider)",
    ]);
    for (const [name, value] of [...kept].filter(([name]) => name.startsWith("patchbay/") && name !== hashing)) {
      expect([name, value]).toEqual([name, former]);
    }
    expect(kept.get("prod/figma/client")).toBe(former);
  });

  it("become the previous value where the file has another one", async () => {
    const kept = new Map([["prod/slack/client", former]]);
    await write(slack, kept);
    expect(kept.get("patchbay/prod/slack/client")).toBe('{"current":"slack-secret","previous":"older"}');
    expect(kept.get("prod/slack/client")).toBe(former);
  });

  it.each(["fake-text", '"fake"', "7", "null", "[]", '{"password":"fake"}', '{"current":""}'])(
    "are not taken over when they are not ours: %s",
    async (value) => {
      const kept = new Map([["prod/slack/client", value]]);
      const said = await write({}, kept);
      expect(said).toEqual(["/patchbay/prod/client-ids: created (no provider)"]);
      expect(kept.get("patchbay/prod/slack/client")).toBeUndefined();
    },
  );
});

describe("what is not ours", () => {
  const name = "patchbay/prod/slack/client";
  const refuse = async (stored: StoredSecret) => {
    const kept = new Map<string, string>();
    const stores = memory(kept, { [name]: stored });
    const said: unknown = await writeSecrets(plan(slack), exampleStage, stores, options).catch(
      (error: unknown) => error,
    );
    expect(Object.fromEntries(kept), "nothing is written, not even what comes before it").toEqual({});
    return said instanceof Error ? said.message : "";
  };

  it("is refused when it lacks our tag, with the way to give it", async () => {
    expect(await refuse({ state: "present", isOurs: false, value: '{"current":"foreign"}' })).toBe(
      `The secret ${name} is not Patchbay's, since it has no tag patchbay:stage=prod; nothing was written. If it is yours to give, run: aws secretsmanager tag-resource --secret-id ${name} --tags Key=patchbay:stage,Value=prod`,
    );
  });

  it.each(["foreign-text", '{"password":"foreign"}', '{"current":7}', undefined])(
    "is refused in a form that is not ours, and %s is not quoted",
    async (value) => {
      const sentence = await refuse({ state: "present", isOurs: true, value });
      expect(sentence).toMatch(/^The secret patchbay\/prod\/slack\/client is not in Patchbay's form/);
      expect(sentence).not.toMatch(/foreign|7|position|JSON/);
    },
  );

  it("says how to restore a secret that is scheduled for deletion", async () => {
    expect(await refuse({ state: "deleted", deletedAt: new Date("2026-11-29T10:00:00Z") })).toBe(
      `The secret ${name} is scheduled for deletion since 2026-11-29; nothing was written. To keep it, run: aws secretsmanager restore-secret --secret-id ${name}`,
    );
  });

  it.each(["not-json-client-id", "[1]", '{"slack":7}'])(
    "is a parameter with %s, which is not quoted",
    async (value) => {
      const kept = new Map([["/patchbay/prod/client-ids", value]]);
      const written: unknown = await write(slack, kept).catch((error: unknown) => error);
      expect(written).toEqual(
        new Error(
          "The parameter /patchbay/prod/client-ids is not a list of client ids; nothing was written. Delete it, and run this again.",
        ),
      );
      expect(kept.size).toBe(1);
    },
  );
});
