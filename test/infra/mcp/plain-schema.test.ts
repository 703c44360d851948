import { expect, test } from "vitest";
import { toPlainSchema } from "../../../infra/mcp/plain-schema.ts";

const long = `^${"a".repeat(100)}$`;

test("puts what is referred to in the reference's place, and keeps what stands beside it", () => {
  const shared = new Map([["Time", { type: "string", maxLength: 9 }]]);
  const schema = { type: "array", items: { $ref: "#/components/schemas/Time", description: "When." } };
  expect(toPlainSchema(schema, shared)).toEqual({
    type: "array",
    items: { type: "string", maxLength: 9, description: "When." },
  });
});

test.each([[long], ["^(?!x)a$"], ["^(?=x)a$"], ["a(?<=x)"], ["(?<!x)a"]])("leaves out the pattern %s", (pattern) => {
  expect(toPlainSchema({ type: "string", pattern }, new Map())).toEqual({ type: "string" });
  const all = { type: "string", allOf: [{ pattern }, { pattern: "^b" }] };
  expect(toPlainSchema(all, new Map())).toEqual({ type: "string", allOf: [{ pattern: "^b" }] });
  expect(toPlainSchema({ type: "string", allOf: [{ pattern }] }, new Map())).toEqual({ type: "string" });
});

test("keeps short patterns, alternatives of any text, and properties with the names of keywords", () => {
  const schema = {
    type: "object",
    properties: {
      pattern: { type: "string", pattern: "^(?:a|b)$" },
      allOf: { anyOf: [{ pattern: long }, { type: "null" }] },
    },
  };
  expect(toPlainSchema(schema, new Map())).toEqual({
    type: "object",
    properties: { pattern: { type: "string", pattern: "^(?:a|b)$" }, allOf: { anyOf: [{}, { type: "null" }] } },
  });
});
