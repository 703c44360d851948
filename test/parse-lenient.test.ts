import { afterEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { essential, optionalList, parseLenient } from "../lib/parse-lenient.ts";

const label = z.object({ name: z.string(), color: z.string().nullish() });
const schema = z.object({
  id: z.number(),
  title: z.string().optional(),
  owner: z.object({ login: z.string(), url: z.string().optional() }).nullish(),
  labels: z.array(label).default([]),
  modes: z.record(z.string(), z.object({ value: z.number() })).optional(),
});
const parse = (value: unknown) => parseLenient(schema, value);

test("returns what matches as it is", () => {
  const value = { id: 1, title: "a", labels: [{ name: "bug" }] };
  expect(parse(value)).toEqual({ data: value, omitted: 0 });
});

test.each([
  ["an optional member of a wrong type", { id: 1, title: 5 }, { id: 1, labels: [] }],
  ["a null where a list belongs", { id: 1, labels: null }, { id: 1, labels: [] }],
  [
    "an odd member of an optional object",
    { id: 1, owner: { login: "a", url: 1 } },
    { id: 1, owner: { login: "a" }, labels: [] },
  ],
  ["an optional object without what it needs", { id: 1, owner: { url: "u" } }, { id: 1, labels: [] }],
  [
    "members of a list",
    { id: 1, labels: [{ name: "a" }, null, "b", { color: "red" }, { name: "c", color: 1 }] },
    { id: 1, labels: [{ name: "a" }, { name: "c" }] },
  ],
  [
    "members of a record",
    { id: 1, modes: { a: { value: 1 }, b: {}, c: 2 } },
    { id: 1, labels: [], modes: { a: { value: 1 } } },
  ],
])("leaves out %s", (_, value, data) => {
  expect(parse(value)?.data).toEqual(data);
  expect(parse(value)?.omitted).toBeGreaterThan(0);
});

test.each([
  ["is missing", { title: "a" }],
  ["is odd", { id: "1", title: 5 }],
  ["is all there is", null],
])("refuses a value whose essence %s", (_, value) => {
  expect(parse(value)).toBeUndefined();
});

test("does not change the value", () => {
  const value = { id: 1, labels: [{ name: "a" }, null] };
  parse(value);
  expect(value).toEqual({ id: 1, labels: [{ name: "a" }, null] });
});

test("leaves what no schema describes alone, however deep it is", () => {
  const deep = JSON.parse(`{"id":1,"title":5,"more":${"[".repeat(100_000)}${"]".repeat(100_000)}}`);
  expect(parse(deep)?.data.id).toBe(1);
});

test("is quick where every member of a long list is odd", () => {
  const labels = Array.from({ length: 20_000 }, () => ({ color: 1 }));
  expect(parse({ id: 1, labels })?.data.labels).toEqual([]);
});

// The Lambdas make no code at run time, so there zod passes all issues of a list on as arguments, for which the stack is too small.
describe.each([true, false])("with code made at run time: %s", (isJit) => {
  afterEach(() => void z.config({ jitless: false }));

  test.each([150_000, 300_000])("refuses a value of which %i members are odd", (count) => {
    z.config({ jitless: !isJit });
    const list = z.object({ labels: z.array(z.object({ name: z.string(), color: z.string().optional() })) });
    const labels = Array.from({ length: count }, () => ({ name: "a", color: 1 }));
    expect(parseLenient(list, { labels })).toBeUndefined();
  });
});

test("a list that may be missing must be a list", () => {
  const page = z.object({ items: optionalList(z.object({ id: z.number() })) });
  expect(parseLenient(page, {})?.data).toEqual({ items: [] });
  expect(parseLenient(page, { items: [{ id: 1 }, null, {}] })?.data).toEqual({ items: [{ id: 1 }] });
  expect(parseLenient(page, { items: "none" })).toBeUndefined();
});

describe("an essential value", () => {
  const page = z.object({ items: z.array(z.string()), next: essential(z.string().optional()) });

  test("may be missing", () => {
    expect(parseLenient(page, { items: ["a", 1] })?.data).toEqual({ items: ["a"] });
    expect(parseLenient(page, { items: [], next: "b" })?.data.next).toBe("b");
  });

  test("is not ignored when it is odd", () => {
    expect(parseLenient(page, { items: [], next: 7 })).toBeUndefined();
  });
});
