import { beforeAll, describe, expect, test } from "vitest";
import { toTenantSubject, toUserSubject } from "../../lib/deletion/subject.ts";
import type { Owner } from "../../lib/store/owner.ts";
import { identifyRow, type RowKind } from "../../lib/store/row-kind.ts";
import { key } from "../../lib/store/table.ts";
import { createExampleRows } from "./support/example-rows.ts";

Object.assign(process.env, {
  ...{ AWS_REGION: "us-east-1", CONNECTIONS_TABLE: "connections", STAGE: "test" },
  LIVE_ENDPOINT: "http://localhost/live",
});

let rowTreatments: typeof import("../../lib/deletion/row-treatments.ts").rowTreatments;
beforeAll(async () => {
  ({ rowTreatments } = await import("../../lib/deletion/row-treatments.ts"));
});

const ada: Owner = { tenant: "c#acme", user: "ada" };
const kinds = Object.keys(key) as RowKind[];

/** Kinds of which a deletion of the subject takes the example of an owner. */
const listTaken = (subject: ReturnType<typeof toUserSubject>, owner: Owner): string[] =>
  kinds.filter((kind) => {
    const row = identifyRow(createExampleRows(owner, "example")[kind].item);
    const treatment = rowTreatments[kind];
    return row !== undefined && "isSubjects" in treatment && treatment.isSubjects(row, subject);
  });

const ofTenants = ["tenantHosts", "ehrServer", "changedResource", "claim", "usage", "standing", "fileReads"];
/** What is kept for a company together, or names nobody, or ends with something else. */
const listTreated = (): string[] => kinds.filter((kind) => "isSubjects" in rowTreatments[kind]);

test.each(kinds)("a row of the key %s is known as one", (kind) => {
  expect(identifyRow(createExampleRows(ada, "example")[kind].item)?.kind).toBe(kind);
});

test("every key of the tables has a treatment, or a reason for none", () => {
  expect(Object.keys(rowTreatments).sort()).toEqual([...kinds].sort());
});

test("a row of another kind is nobody's", () => {
  expect(identifyRow({ pk: { S: "key#connection#slack#3" }, sk: { S: "v#000001" } })).toBeUndefined();
});

describe("the deletion of a user", () => {
  test("takes all that is theirs, and nothing that is their tenant's", () => {
    expect(listTaken(toUserSubject(ada), ada)).toEqual(listTreated().filter((kind) => !ofTenants.includes(kind)));
  });

  test.each([
    ["another user of the tenant", { tenant: "c#acme", user: "ben" }],
    ["a user whose name begins like theirs", { tenant: "c#acme", user: "ada2" }],
    ["a user whose name theirs begins like", { tenant: "c#acme", user: "ad" }],
  ])("takes nothing of %s but what is kept for all of them together", (_, other) => {
    expect(listTaken(toUserSubject(ada), other)).toEqual(["customer", "answer"]);
  });

  test.each([
    ["their namesake in another tenant", { tenant: "c#globex", user: "ada" }],
    ["a tenant whose name begins like theirs", { tenant: "c#acme2", user: "ada" }],
    ["a user of another issuer", { tenant: "c@old#acme", user: "ada" }],
    ["a user without a tenant who has the tenant's name", { tenant: "u#acme", user: "ada" }],
  ])("takes nothing of %s", (_, other) => {
    expect(listTaken(toUserSubject(ada), other)).toEqual([]);
  });

  test("takes the tenant that the user is, where they have no other", () => {
    const alone = { tenant: "u#ada", user: "ada" };
    expect(listTaken(toUserSubject(alone), alone)).toEqual(listTreated());
  });
});

describe("the deletion of a tenant", () => {
  const subject = toTenantSubject({ id: "acme", entry: undefined });

  test("takes all of its users' and its own", () => {
    expect(listTaken(subject, ada)).toEqual(listTreated());
    expect(listTaken(subject, { tenant: "t#acme", user: "acme" })).toContain("connection");
  });

  test.each(["c#acme2", "c#acm", "c@old#acme", "u#acme"])("takes nothing of %s", (tenant) => {
    expect(listTaken(subject, { tenant, user: "ada" })).toEqual([]);
  });
});
