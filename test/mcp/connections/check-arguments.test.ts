import { expect, test } from "vitest";
import { checkArguments } from "../../../lib/mcp/connections/check-arguments.ts";
import { readThing, sendThing } from "./support/example-tools.ts";

const to = [{ email: "x@example.com" }];
const sent = { id: "1", to, idempotencyKey: "k1" };

test("accepts what fits the schema, and leaves the schema as it is", () => {
  const before = JSON.stringify(sendThing.inputSchema);
  expect(() => checkArguments(sendThing.inputSchema, sent)).not.toThrow();
  expect(JSON.stringify(sendThing.inputSchema)).toBe(before);
});

test.each([
  ["a missing argument", { id: "1", to }, "idempotencyKey: is missing"],
  ["an unknown argument", { ...sent, confirm: true }, "confirm: is no argument of this tool"],
  ["an unknown argument with a strange name", { ...sent, "a b\u202e": true }, "arguments: is no argument of this tool"],
  ["a prototype", JSON.parse('{"id":"1","to":[],"idempotencyKey":"k","__proto__":{}}'), "__proto__: is no argument"],
  ["a value of another type", { ...sent, id: 1 }, "id: is not as the tool's schema says"],
  ["a value deep inside", { ...sent, to: [...to, { email: 7 }] }, "to.1.email: is not as the tool's schema says"],
  ["an empty key", { ...sent, idempotencyKey: "" }, "idempotencyKey: is not as the tool's schema says"],
  ["a key that ends a header", { ...sent, idempotencyKey: "a\r\nx: y" }, "idempotencyKey: is not as"],
])("refuses %s by its name, without its value", (_, input, sentence) => {
  expect(() => checkArguments(sendThing.inputSchema, input)).toThrow(sentence);
});

test.each([0, 1.5, "1", null, [1]])("refuses %j for a number from 1 on", (limit) => {
  expect(() => checkArguments(readThing.inputSchema, { box: "a", id: "b", limit })).toThrow("limit: is not as");
});

test("refuses hundreds of thousands of wrong items at the first one", () => {
  const many = Array.from({ length: 300_000 }, () => 1);
  expect(() => checkArguments(sendThing.inputSchema, { ...sent, to: many })).toThrow(
    "to.0: is not as the tool's schema",
  );
});
