// The lines in docs/identity-providers.md make a stage, and read its tokens as the page says.
import "../http/lambda-environment.ts";
import { runInNewContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import { needsEntryList } from "../../infra/config/jwt.ts";
import { defineStage, type Stage } from "../../infra/config.ts";
import type { User } from "../../lib/http/caller.ts";
import { readTokenSubject } from "../../lib/store/owner.ts";
import { exampleInput } from "../infra/support/synthesized.ts";
import { readDocument } from "./support/read-documents.ts";

interface Example {
  readonly heading: string;
  readonly lines: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** What the page says of the payload: `is user … of tenant …, an administrator`. */
  readonly says: string;
}

const { text, blocks } = await readDocument("docs/identity-providers.md");

/** Each block of a stage's lines, with the last JSON before the sentence about it. */
function listExamples(): Example[] {
  const pattern = /```ts\n([\s\S]*?)```(?:(?!```ts)[\s\S])*```json\n([\s\S]*?)```(?:(?!```)[\s\S])*?(is user `[^\n]*)/g;
  return [...text.matchAll(pattern)].map(([, lines = "", json = "", says = ""]) => ({
    heading: blocks.find(({ code }) => code === lines)?.heading ?? "",
    lines,
    payload: JSON.parse(json),
    says,
  }));
}

const examples = listExamples();
const define = (lines: string): Stage => defineStage({ ...exampleInput, ...runInNewContext(`({ ${lines} })`) });

/** Reads a token's claims as a Lambda of the stage does, after an authorizer has verified it. */
async function readUser({ jwt }: Stage, payload: Example["payload"]): Promise<User> {
  const { alg } = { alg: jwt.find(({ issuer }) => issuer === (payload.iss ?? "none"))?.algorithm };
  const token = [{ alg, typ: "JWT" }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  process.env.JWT_ENTRIES = JSON.stringify(jwt);
  vi.resetModules();
  const { readTokenUser } = await import("../../lib/http/caller.ts");
  return readTokenUser(token, undefined, () => (Number(payload.iat) + 1) * 1000).user;
}

const describeUser = (user: User): string =>
  `is user \`${readTokenSubject(user)}\` of tenant \`${user.tenant.replace(/^[^#]+#/, "")}\`${user.isAdmin ? ", an administrator" : ""}`;

describe("docs/identity-providers.md", () => {
  it("has lines for every identity provider that it promises", () => {
    expect(examples.map(({ heading }) => heading)).toEqual([
      ...["Amazon Cognito", "Auth0", "Clerk", "Firebase"],
      ...["The old server's own tokens", "The old server's own tokens"],
    ]);
    expect(blocks.filter(({ language }) => language === "ts")).toHaveLength(examples.length);
  });

  it.each(examples)("$heading: the lines make a stage, and its token is read as the page says", async (example) => {
    const { lines, payload, says } = example;
    const stage = define(lines);
    expect(says).toContain(describeUser(await readUser(stage, payload)));
  });

  it.each(examples)(
    "$heading: a tenant that is null, and a claim that is required and missing, are refused",
    async (example) => {
      const { lines, payload } = example;
      const stage = define(lines);
      const { tenantClaim, requiredClaims } = stage.jwt.find(({ issuer }) => issuer === payload.iss) ?? stage.jwt[0];
      const refused = [
        ...(tenantClaim === undefined ? [] : [{ ...payload, [tenantClaim]: null }]),
        ...Object.keys(requiredClaims).map((name) => ({ ...payload, [name]: "another" })),
      ];
      expect(refused.length).toBeGreaterThan(0);
      for (const claims of refused)
        await expect(readUser(stage, claims)).rejects.toMatchObject({ code: "unauthenticated" });
    },
  );

  it("says of Cognito that ID tokens are kept out, and of old tokens that a Lambda checks them", () => {
    const [cognito, ...others] = examples.map(({ lines }) => define(lines));
    expect(cognito?.jwt[0].requiredClaims).toEqual({ token_use: "access" });
    expect(needsEntryList(others.at(-1)?.jwt ?? define(examples[0]?.lines ?? "").jwt)).toBe(true);
  });

  it("has the lines of the example stages", async () => {
    const { stage: studio } = await import("../../infra/stages/studio.ts");
    const { stage: assistant } = await import("../../infra/stages/assistant.ts");
    const [alone, beside] = examples.slice(-2).map(({ lines }) => define(lines));
    expect(alone?.jwt).toEqual(studio.jwt);
    expect(beside?.jwt[1]).toEqual(assistant.jwt[1]);
  });
});
