import { expect, test } from "vitest";
import * as z from "zod";
import { fromItem, toItem, updateExpression } from "../../lib/store/item.ts";

test("sets what is there and removes what is not", () => {
  expect(updateExpression({ status: "active", lease: undefined, version: "v-1", due: undefined })).toEqual({
    UpdateExpression: "SET #status = :status, #version = :version REMOVE #lease, #due",
    ExpressionAttributeNames: { "#status": "status", "#version": "version", "#lease": "lease", "#due": "due" },
    ExpressionAttributeValues: { ":status": { S: "active" }, ":version": { S: "v-1" } },
  });
});

test("only sets when nothing is to be removed", () => {
  expect(updateExpression({ a: 1 }).UpdateExpression).toBe("SET #a = :a");
});

test("only removes when nothing is to be set", () => {
  expect(updateExpression({ a: undefined })).toEqual({
    UpdateExpression: "REMOVE #a",
    ExpressionAttributeNames: { "#a": "a" },
    ExpressionAttributeValues: {},
  });
});

test.each([0, "", false, null])("sets %j, which is a value", (value) => {
  expect(updateExpression({ a: value }).UpdateExpression).toBe("SET #a = :a");
});

test("keeps bytes, numbers and nested records", () => {
  const record = { bytes: new Uint8Array([0, 255]), n: 1.5, nested: { list: ["a", { b: true }] } };
  const shape = z.object({ bytes: z.custom<Uint8Array>(), n: z.number(), nested: z.unknown() });
  expect(fromItem(shape, toItem(record))).toEqual(record);
});

test("leaves undefined fields out of a row", () => {
  expect(toItem({ a: undefined, b: { c: undefined } })).toEqual({ b: { M: {} } });
});

test("refuses a row that does not have the shape we write", () => {
  expect(() => fromItem(z.object({ version: z.string() }), { version: { N: "1" } })).toThrow(z.ZodError);
});
