import { expect, test } from "vitest";
import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { BusyError, findBusyError } from "../../lib/webhooks/busy-error.ts";
import { DeliveryError, deliveryErrorCode } from "../../lib/webhooks/delivery-error.ts";
import { parseJsonBody, parsePayload } from "../../lib/webhooks/parse-payload.ts";

test("a delivery for which a retry would not help says why, in one word", () => {
  const cause = new Error("inner");
  const error = new DeliveryError("ignored", "own", { cause });
  expect(error).toMatchObject({ name: "DeliveryError", kind: "ignored", code: "own", message: "own", cause });
});

test("an invalid delivery is told from an ignored one, also when it was wrapped", () => {
  const [invalid, ignored] = [new DeliveryError("invalid", "not_json"), new DeliveryError("ignored", "own")];
  const wrapped = new Error("outer", { cause: ignored });
  expect([invalid, ignored, wrapped].map((error) => deliveryErrorCode(error, "invalid"))).toEqual([
    "not_json",
    undefined,
    undefined,
  ]);
  expect([invalid, ignored, wrapped].map((error) => deliveryErrorCode(error, "ignored"))).toEqual([
    undefined,
    "own",
    "own",
  ]);
  for (const other of [new Error("own"), undefined, new Problem("not_found", { cause: ignored })])
    expect(deliveryErrorCode(other, "ignored")).toBeUndefined();
});

test("a busy event says until when, also when it was wrapped", () => {
  const cause = new Error("inner");
  const busy = new BusyError(7, { cause });
  expect(busy).toMatchObject({ name: "BusyError", until: 7, message: "another attempt is under way", cause });
  expect(findBusyError(new Error("outer", { cause: busy }))).toBe(busy);
  expect(findBusyError(new Error("outer"))).toBeUndefined();
});

test("a body is read as JSON in UTF-8, and set aside when it is none", () => {
  expect(parseJsonBody(Buffer.from('{"a":"é"}'))).toEqual({ a: "é" });
  for (const body of ["", "{", "<html>"])
    expect(() => parseJsonBody(Buffer.from(body))).toThrow(
      expect.objectContaining({ name: "DeliveryError", kind: "invalid", code: "not_json" }),
    );
});

test("a payload needs what its schema requires, and may be odd beside it", () => {
  const schema = z.object({ id: z.string(), name: z.string().optional() });
  expect(parsePayload(schema, { id: "1", name: 7 })).toEqual({ id: "1" });
  expect(() => parsePayload(schema, { name: "a" })).toThrow(
    expect.objectContaining({ name: "DeliveryError", kind: "invalid", code: "unexpected_shape" }),
  );
});
