import { expect, test } from "vitest";
import { auditActions } from "../../../lib/store/audit.ts";
import { actionTexts, isAuditAction, toActionText } from "../../../lib/web/admin/audit/action-texts.ts";

test("every action that the audit has is named in words, and no other can be asked for", () => {
  expect(Object.keys(actionTexts).toSorted()).toEqual([...auditActions].toSorted());
  expect(new Set(Object.values(actionTexts)).size).toBe(auditActions.length);
});

test("an action of a later release is shown by its code", () => {
  expect(toActionText("a_later_one")).toBe("a later one");
  expect(["connect", "constructor", ""].map(isAuditAction)).toEqual([true, false, false]);
});
