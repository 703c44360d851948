import { expect, test } from "vitest";
import { readAdminRank } from "../../lib/web/session/admin-rank.ts";

const rules = [
  { claim: "role", value: "admin", isOfStage: false },
  { claim: "groups", value: "operators", isOfStage: true },
];
const toToken = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.`;

test.each([
  ["an administrator of the tenant", { role: "admin" }, "tenant"],
  ["one of the stage, by a list", { groups: ["staff", "operators"] }, "stage"],
  ["both, as the one who sees more", { role: "admin", groups: "operators" }, "stage"],
  ["a user", { role: "user", groups: ["staff"] }, "none"],
  ["somebody whose claim only contains the value", { role: "administrator", groups: "operators, staff" }, "none"],
  ["somebody without the claims", {}, "none"],
])("takes for %s who is one", (_, claims, rank) => {
  expect(readAdminRank(toToken(claims), rules)).toBe(rank);
});

test("takes nobody for an administrator where the stage says of none, or the token is none", () => {
  expect(readAdminRank(toToken({ role: "admin" }), [])).toBe("none");
  expect(readAdminRank("opaque", rules)).toBe("none");
});
