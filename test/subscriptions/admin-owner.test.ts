// Whose subscriptions an administrator may ask for.
import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { readVisibleSubscription, resolveOwner } from "../../lib/subscriptions/admin.ts";

const admin = { tenant: "c#acme", user: "dana", isAdmin: true, isStageAdmin: false, name: undefined };
const stageAdmin = { ...admin, tenant: "u#root", user: "root", isStageAdmin: true };

function judge(of: typeof admin, asked: { user: string; tenant?: string }) {
  try {
    return resolveOwner(of, asked);
  } catch (error) {
    return error instanceof Problem ? [error.code, error.members.field] : error;
  }
}

test.each([
  ["an administrator, of the own tenant", admin, { user: "ada" }, { tenant: "c#acme", user: "ada" }],
  [
    "an administrator of none, of nobody",
    { ...admin, tenant: "u#dana" },
    { user: "ada" },
    { tenant: "u#dana", user: "ada" },
  ],
  ["an administrator, of another tenant", admin, { user: "cleo", tenant: "globex" }, ["not_found", undefined]],
  [
    "an administrator of another issuer's tenant, of the same issuer's users",
    { ...admin, tenant: "c@old#acme", user: "old#dana" },
    { user: "ada", tenant: "acme" },
    { tenant: "c@old#acme", user: "old#ada" },
  ],
  [
    "an administrator of another issuer's tenant, of a tenant of another name",
    { ...admin, tenant: "c@old#acme", user: "old#dana" },
    { user: "ada", tenant: "globex" },
    ["not_found", undefined],
  ],
  [
    "an administrator, of another issuer's tenant",
    admin,
    { user: "old#ada", tenant: "@old#acme" },
    ["not_found", undefined],
  ],
  ["the stage's, of any tenant", stageAdmin, { user: "cleo", tenant: "globex" }, { tenant: "c#globex", user: "cleo" }],
  ["the stage's, of a user without a tenant", stageAdmin, { user: "erin" }, { tenant: "u#erin", user: "erin" }],
  ["a user too long for a key in bytes", stageAdmin, { user: "é".repeat(200) }, ["invalid_request", "user"]],
  [
    "a tenant too long for a key in bytes",
    stageAdmin,
    { user: "a", tenant: "é".repeat(200) },
    ["invalid_request", "tenant"],
  ],
])("%s", (_, of, asked, outcome) => {
  expect(judge(of, asked)).toEqual(outcome);
});

test.each([
  ["half a character", ["c#acme", "\ud800", "slack", "c", "n"]],
  ["a user too long for a key", ["c#acme", "x".repeat(1000), "slack", "c", "n"]],
])("an id that holds %s names no subscription", async (_, parts) => {
  const id = Buffer.from(JSON.stringify(parts)).toString("base64url");
  const error = await readVisibleSubscription(stageAdmin, id).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "not_found" });
});
