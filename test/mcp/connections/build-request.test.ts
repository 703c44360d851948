import { expect, test } from "vitest";
import { Problem } from "../../../lib/errors.ts";
import { buildRequest } from "../../../lib/mcp/connections/build-request.ts";
import { fc } from "../../support/properties.ts";
import { readThing, sendThing } from "./support/example-tools.ts";

test("puts each argument where the endpoint takes it, under the endpoint's name", () => {
  expect(buildRequest(readThing, { box: "a", id: "b@c.d", account: "acc", limit: 5, refresh: true })).toEqual({
    method: "GET",
    path: "/api/integrations/acme/boxes/a/things/b%40c.d",
    query: { account: "acc", limit: "5", refresh: "true" },
  });
  const to = [{ email: "x@example.com" }];
  expect(buildRequest(sendThing, { id: "1", account: "acc", body_id: "2", to, idempotencyKey: "k" })).toEqual({
    method: "POST",
    path: "/api/integrations/acme/things/1",
    query: { account: "acc" },
    body: { id: "2", to },
    idempotencyKey: "k",
  });
});

const evil = [
  "..",
  ".",
  "%2e%2e",
  "../../admin/webhooks",
  "..%2f..%2fadmin",
  "a/b",
  "a\\b",
  "a%2Fb",
  "a?x=1",
  "a#b",
  "a;b",
  "//evil.example.com",
  "",
  " ",
  "a\nb",
  "a\u0000",
  "．．",
  "\ud800",
];

test.each(evil)("refuses %j between two slashes", (value) => {
  expect(() => buildRequest(readThing, { box: "a", id: value })).toThrow(Problem);
  expect(() => buildRequest(readThing, { box: value, id: "a" })).toThrow(Problem);
});

const decodeFully = (text: string): string => {
  try {
    const decoded = decodeURIComponent(text);
    return decoded === text ? text : decodeFully(decoded);
  } catch {
    return text;
  }
};

test("no argument reaches another endpoint, however often somebody on the way decodes the path", () => {
  const anything = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(...evil),
    fc.stringMatching(/^[\w.~@:=+%/?#-]{1,12}$/),
  );
  fc.assert(
    fc.property(anything, anything, (box, id) => {
      let path: string;
      try {
        ({ path } = buildRequest(readThing, { box, id }));
      } catch (error) {
        expect(error).toMatchObject({ code: "invalid_request" });
        return;
      }
      for (const sent of [path, decodeFully(path)]) {
        const url = new URL(sent, "https://patchbay.example.com");
        expect(url.href).toBe(`https://patchbay.example.com${sent}`);
        expect(url.pathname).toMatch(/^\/api\/integrations\/acme\/boxes\/[^/]+\/things\/[^/]+$/);
      }
    }),
    { numRuns: 1000 },
  );
});

test("a query's value can be anything, and adds no parameter", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (account) => {
      const { query } = buildRequest(readThing, { box: "a", id: "b", account });
      expect(query).toEqual({ account });
    }),
  );
});

test("takes no argument from what an object inherits", () => {
  const { query } = buildRequest(
    readThing,
    Object.assign(Object.create({ account: "inherited" }), { box: "a", id: "b" }),
  );
  expect(query).toEqual({});
});
