import { beforeAll, describe, expect, it, test } from "vitest";
import { type ApiDocument, buildApiDocument } from "../../infra/openapi/document.ts";
import type { Operation } from "../../infra/openapi/operation.ts";
import { routes } from "../../infra/routes.ts";
import { providerIds } from "../../lib/provider-ids.ts";
import { surfaceA, surfaceB } from "./promised.ts";

let document: ApiDocument;
beforeAll(async () => {
  document = await buildApiDocument(routes);
});

const operations = (): [on: string, operation: Operation][] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );

/** As API Gateway finds a row: the concrete path first, then the template. */
function findOperation(on: string): string | undefined {
  const known = new Set(operations().map(([name]) => name));
  const folded = providerIds.flatMap((id) =>
    ["{provider}", "{service}"].map((variable) => on.replace(new RegExp(`/${id}(?=/|$)`), `/${variable}`)),
  );
  return [on, ...folded].find((name) => known.has(name));
}

test.each([...surfaceA, ...surfaceB])("%s is in the document", (on) => {
  expect(operations().map(([name]) => name)).toContain(on);
});

test("every row of the table is in the document but those that take leftovers, and nothing else", () => {
  const rows = routes.filter(({ isLeftover }) => !isLeftover).map(({ on }) => findOperation(on) ?? `nowhere: ${on}`);
  expect([...new Set(rows)].sort()).toEqual(
    operations()
      .map(([name]) => name)
      .sort(),
  );
});

test("a folded path stands for every provider", () => {
  const ids = Object(document.components.schemas).ProviderId.enum;
  expect(ids).toEqual([...providerIds]);
  for (const id of providerIds)
    expect(findOperation(`GET /api/v1/oauth/${id}/start`)).toBe("GET /api/v1/oauth/{service}/start");
});

test("every operation has a name of its own, a sentence and a heading", () => {
  const all = operations().map(([, operation]) => operation);
  expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length);
  expect(operations().filter(([, { summary, tags }]) => summary === "" || tags.length !== 1)).toEqual([]);
});

test("every endpoint of a user says what it answers", () => {
  const silent = operations().filter(([, { security, responses }]) => {
    const success = Object.entries(responses).find(([status]) => status.startsWith("2"));
    const isDescribed = success?.[0] === "204" || (success && "content" in success[1]);
    return security.some((scheme) => "bearer" in scheme) && !isDescribed;
  });
  expect(silent.map(([on]) => on)).toEqual([]);
});

describe("an operation that changes something at a provider", () => {
  it("takes an Idempotency-Key wherever it makes something", () => {
    const posts = operations().filter(([on]) => /^POST \/api\/(v2|integrations\/(slack|github|figma))\//.test(on));
    // An existing link is answered with 200, not created.
    const made = posts.filter(([on]) => !on.endsWith("/link"));
    const without = made.filter(
      ([, { parameters = [], security }]) =>
        security.some((scheme) => "bearer" in scheme) && !JSON.stringify(parameters).includes("IdempotencyKey"),
    );
    expect(without.map(([on]) => on)).toEqual([]);
  });

  it("describes the headers that say how many requests are left", () => {
    const changing = operations().filter(([on]) => /^(POST|PATCH|PUT|DELETE) \/api\/v2\//.test(on));
    const without = changing.filter(([, { responses }]) => !JSON.stringify(responses).includes("RateLimitRemaining"));
    expect(without.map(([on]) => on)).toEqual([]);
  });
});

test("no reference leads nowhere", () => {
  const references = [...JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)];
  const broken = references.filter(([, kind = "", name = ""]) => !(name in (document.components[kind] ?? {})));
  expect(references.length).toBeGreaterThan(100);
  expect(broken.map(([whole]) => whole)).toEqual([]);
});
