import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { toPseudonymousRow } from "../../lib/deletion/pseudonymize-audit.ts";
import { toTenantSubject, toUserSubject } from "../../lib/deletion/subject.ts";
import type { SubjectHash } from "../../lib/deletion/subject-hash.ts";
import { toItem } from "../../lib/store/item.ts";
import { type Item, key } from "../../lib/store/table.ts";

process.env.AUDIT_TABLE = "audit";

const hash: SubjectHash = (...parts) => createHmac("sha256", "key").update(JSON.stringify(parts)).digest("base64url");
const at = new Date("2026-05-06T07:08:09Z");

const createRow = (fields: { tenant: string; user: string; actor: string } & Record<string, unknown>): Item => ({
  ...key.audit(fields.tenant, at, "id"),
  ...toItem({ at: at.toISOString(), action: "connect", provider: "slack", ...fields }),
});
const ada = { tenant: "c#acme", user: "ada" };
const ofAda = { deletion: "deletion-1", subject: toUserSubject(ada), hash };

describe("an audit row of a deleted user", () => {
  const row = createRow({
    ...ada,
    actor: "ada",
    ip: "192.0.2.7",
    connection: "c1",
    sql: "select ada",
    purpose: "for ada",
  });
  const changed = toPseudonymousRow(row, ofAda);

  test("keeps its place, what was done and when, and says who under another name", () => {
    expect(changed).toMatchObject({ pk: row.pk, sk: row.sk, at: row.at, action: row.action, provider: row.provider });
    expect(changed?.user?.S).toMatch(/^deleted-[\w-]+$/);
    expect(changed?.actor).toEqual(changed?.user);
  });

  test("loses the user, their address, and what may describe them", () => {
    expect(JSON.stringify(changed)).not.toMatch(/"ada|ada"|192\.0\.2\.7|select|for ada|"c1"/);
  });

  test("is left alone the next time", () => {
    expect(changed && toPseudonymousRow(changed, ofAda)).toBeUndefined();
  });

  test("has the same name in every row of a deletion, and another one in another deletion", () => {
    const other = createRow({ ...ada, actor: "refresh-tokens", action: "refresh" });
    expect(toPseudonymousRow(other, ofAda)?.user).toEqual(changed?.user);
    expect(toPseudonymousRow(other, { ...ofAda, deletion: "deletion-2" })?.user).not.toEqual(changed?.user);
  });
});

describe("the deletion of a user", () => {
  test("keeps who else acted, and from where", () => {
    const changed = toPseudonymousRow(createRow({ ...ada, actor: "boss", ip: "192.0.2.8" }), ofAda);
    expect(changed).toMatchObject({ actor: { S: "boss" }, ip: { S: "192.0.2.8" } });
  });

  test("replaces them where they acted on somebody else's, who stays", () => {
    const changed = toPseudonymousRow(
      createRow({ tenant: "c#acme", user: "ben", actor: "ada", ip: "192.0.2.7" }),
      ofAda,
    );
    expect(changed).toMatchObject({ user: { S: "ben" }, actor: { S: expect.stringMatching(/^deleted-/) } });
    expect(changed).not.toHaveProperty("ip");
  });

  test("removes them from what somebody asked the audit for", () => {
    const row = createRow({ tenant: "c#acme", user: "boss", actor: "boss", filter: { user: "ada", format: "json" } });
    expect(JSON.stringify(toPseudonymousRow(row, ofAda))).not.toContain("ada");
    const other = createRow({ tenant: "c#acme", user: "boss", actor: "boss", filter: { user: "ben" } });
    expect(toPseudonymousRow(other, ofAda)).toBeUndefined();
  });

  test("still replaces the other one of a row when they are deleted later", () => {
    const first = toPseudonymousRow(createRow({ tenant: "c#acme", user: "ben", actor: "ada" }), ofAda);
    const ofBen = { deletion: "deletion-2", subject: toUserSubject({ tenant: "c#acme", user: "ben" }), hash };
    expect(first && toPseudonymousRow(first, ofBen)?.user?.S).toMatch(/^deleted-/);
  });

  test.each([
    { tenant: "c#acme", user: "ben", actor: "ben" },
    { tenant: "c#globex", user: "ada", actor: "ada" },
  ])("leaves the rows of $user of $tenant alone", (fields) => {
    expect(toPseudonymousRow(createRow(fields), ofAda)).toBeUndefined();
  });

  test("moves the rows of a user whose tenant has their name", () => {
    const alone = { tenant: "u#ada", user: "ada" };
    const changed = toPseudonymousRow(createRow({ ...alone, actor: "ada" }), {
      ...ofAda,
      subject: toUserSubject(alone),
    });
    expect(changed?.pk?.S).toBe(`audit#${changed?.user?.S}#2026-05`);
    expect(JSON.stringify(changed)).not.toContain("ada");
  });
});

describe("the deletion of a tenant", () => {
  const ofAcme = { deletion: "deletion-3", subject: toTenantSubject({ id: "acme", entry: undefined }), hash };

  test("replaces each of its users by a name of their own", () => {
    const names = ["ada", "ben"].map(
      (user) => toPseudonymousRow(createRow({ tenant: "c#acme", user, actor: user }), ofAcme)?.user?.S,
    );
    expect(new Set(names).size).toBe(2);
  });

  test("replaces a person who acted, and keeps jobs, services and who asked for the deletion", () => {
    const act = (actor: string, more: object = {}) =>
      toPseudonymousRow(createRow({ tenant: "c#acme", user: "ada", actor, ...more }), ofAcme)?.actor?.S;
    expect(act("boss", { ip: "192.0.2.8" })).toMatch(/^deleted-/);
    expect(act("refresh-tokens")).toBe("refresh-tokens");
    expect(act("service:agent", { ip: "192.0.2.9" })).toBe("service:agent");
    expect(act("operator", { ip: "192.0.2.9", action: "deletion_requested" })).toBe("operator");
  });
});
