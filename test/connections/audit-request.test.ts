// What administrators may ask of the audit, and the file they get.
import "../http/lambda-environment.ts";
import { describe, expect, test } from "vitest";

process.env.AUDIT_DAYS = "365";
const { auditQuerySchema, chooseAuditFormat, describeAuditQuery, toAuditQuery } = await import(
  "../../lib/connections/audit-request.ts"
);
const { buildAuditExport } = await import("../../lib/connections/audit-export.ts");

const now = Date.parse("2026-11-30T12:00:00.000Z");
const day = 86_400_000;
const admin = { tenant: "c#acme", user: "ada", isAdmin: true, isStageAdmin: false, name: undefined };
const ask = (
  query: Record<string, string>,
  scope = { tenant: "c#acme" as string | undefined, format: "json" as const },
) => toAuditQuery(admin, auditQuerySchema().parse(query), scope, now);

describe("a request", () => {
  test("is for the last 30 days unless it says otherwise, and never for the future or what is not kept", () => {
    expect(ask({})).toMatchObject({ from: new Date(now - 30 * day), to: new Date(now), limit: 50 });
    expect(ask({ to: "2030-01-01T00:00:00Z" }).to).toEqual(new Date(now));
    expect(ask({ from: "1970-01-01T00:00:00Z" }).from).toEqual(new Date(now - 365 * day));
    expect(ask({ to: "2026-10-31T01:00:00+01:00" }).from).toEqual(new Date("2026-10-01T00:00:00.000Z"));
  });

  test("names a user as tokens do", () => {
    expect(ask({ user: "bob" }).user).toBe("bob");
    const old = { ...admin, tenant: "c@old#acme", user: "old#1" };
    const scope = { tenant: "c@old#acme", format: "json" } as const;
    expect(toAuditQuery(old, auditQuerySchema().parse({ user: "5" }), scope, now).user).toBe("old#5");
  });

  test.each([
    ["a time without an offset", { from: "2026-11-01T00:00:00" }],
    ["an action that is none", { action: "steal" }],
    ["a provider that is none", { provider: "acme" }],
    ["a limit above 1000", { limit: "1001" }],
    ["a format that is none", { format: "xlsx" }],
  ])("is refused with %s", (_, query) => {
    expect(auditQuerySchema().safeParse(query).success).toBe(false);
  });

  const positions = ["xx", "", "2026-11-01T00:00:00.000Z#a b", "2026-11-31T25:00:00.000Z", "2026-11-01"];
  test.each(positions.map((position) => Buffer.from(position).toString("base64url")))(
    "is refused with the page token %j",
    (pageToken) => {
      expect(() => ask({ pageToken })).toThrowError(expect.objectContaining({ code: "invalid_request" }));
    },
  );

  test("is itself described for the audit", () => {
    const described = describeAuditQuery(ask({ user: "bob" }, { tenant: undefined, format: "json" }), "json");
    expect(described).toMatchObject({ tenant: "*", user: "bob", limit: 50, format: "json" });
    expect(described.to).toBe("2026-11-30T12:00:00.000Z");
  });
});

test.each([
  [undefined, undefined, "json"],
  [undefined, "application/json", "json"],
  [undefined, "*/*", "json"],
  [undefined, "text/csv", "csv"],
  [undefined, "application/json;q=0.5, text/csv", "csv"],
  [undefined, "text/csv;q=0", "json"],
  [undefined, "text/csv; q=0.0, */*", "json"],
  [undefined, "text/csv;q=0.1", "csv"],
  [undefined, "text/csv-schema", "json"],
  ["json", "text/csv", "json"],
  ["csv", "application/json", "csv"],
] as const)("format %j with Accept %j is %s", (format, accept, chosen) => {
  expect(chooseAuditFormat({ format }, accept)).toBe(chosen);
});

describe("a file", () => {
  const row = {
    sk: "2026-11-30T10:00:00.000Z#id-1",
    at: "2026-11-30T10:00:00.000Z",
    tenant: "c#acme",
    user: "=cmd()",
    actor: "ada",
    action: "token_read",
    provider: "slack",
    purpose: 'say, "hi"',
    rows: 3,
    ttl: 1,
  };
  const options = { asked: ask({}), rawPath: "/api/admin/audit", rawQuery: "user=a%20b&limit=1", withTenant: false };
  const build = (change: Partial<typeof options> = {}, next?: string, found = [row]) =>
    buildAuditExport({ found, next }, { ...options, ...change });

  test("has a line for each entry, with what only some have as JSON, and no formula", () => {
    expect(build().body).toBe(
      [
        "at,user,actor,action,provider,connection,reason,ip,requestId,details,id",
        `2026-11-30T10:00:00.000Z,'=cmd(),ada,token_read,slack,,,,,"{""purpose"":""say, \\""hi\\"""",""rows"":3}",id-1`,
        "",
      ].join("\r\n"),
    );
    expect(build({ withTenant: true }).body).toMatch(/^tenant,at,[^\n]*\nc#acme,2026/);
  });

  test("is named by its time, and is nothing that a browser shows", () => {
    expect(build().headers).toEqual({
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": 'attachment; filename="audit-2026-10-31-2026-11-30.csv"',
    });
  });

  test("leads to the next part of the same time, by a link and a token", () => {
    const { headers } = build({}, row.sk);
    const token = Buffer.from(row.sk).toString("base64url");
    expect(headers?.["x-next-page-token"]).toBe(token);
    const [, url = ""] = /^<(.*)>; rel="next"$/.exec(headers?.link ?? "") ?? [];
    expect(Object.fromEntries(new URL(url, "https://api.example.com").searchParams)).toEqual({
      user: "a b",
      limit: "1",
      from: "2026-10-31T12:00:00.000Z",
      to: "2026-11-30T12:00:00.000Z",
      format: "csv",
      pageToken: token,
    });
  });

  test("ends before it is too large for an answer, and goes on behind the last entry that is in it", () => {
    const found = Array.from({ length: 900 }, (_, at) => ({
      ...row,
      sk: `${row.sk}-${at}`,
      purpose: '"'.repeat(4000),
    }));
    const { body = "", headers } = build({}, undefined, found);
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(6_000_000);
    const written = body.split("\r\n").length - 2;
    expect(written).toBeGreaterThan(50);
    expect(headers?.["x-next-page-token"]).toBe(Buffer.from(`${row.sk}-${written - 1}`).toString("base64url"));
  });
});
