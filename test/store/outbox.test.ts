import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { outboxWrite } from "../../lib/store/outbox.ts";

const sortKey = (key: string): string => {
  const { Put } = outboxWrite({ tenant: "c#acme", user: "ada", key, type: "activity", data: {} });
  return Put?.Item?.sk?.S ?? "";
};

// developers.google.com/calendar/api/v3/reference/events: the id of an event, which its organiser may choose.
const maxLengthName = "v".repeat(1024);

test("the key of an event contains its own name", () => {
  expect(sortKey("activity#c1#mail#18c0ffee")).toBe("activity#c1#mail#18c0ffee");
});

test.each([
  ["an id of the most that Google takes", `activity#${"c".repeat(22)}#event#${maxLengthName}#2026-11-21T08:00:00.000Z`],
  ["a text of other letters", `activity#${"ü€😀".repeat(300)}`],
])("%s still makes a key that the table takes", (_, key) => {
  expect(Buffer.byteLength(sortKey(key))).toBeLessThanOrEqual(1024);
  expect(sortKey(key).startsWith("activity#")).toBe(true);
});

test("two long names never share a key, and one always has the same", () => {
  const [one, other] = [`activity#c1#event#${maxLengthName}#1`, `activity#c1#event#${maxLengthName}#2`];
  expect(sortKey(one)).toBe(sortKey(one));
  expect(sortKey(one)).not.toBe(sortKey(other));
});
