// What front ends and other services are promised: each operation of the API's document, and what they share.
import { expect, test } from "vitest";
import { buildApiDocument } from "../../infra/openapi/document.ts";
import { routes } from "../../infra/routes.ts";
import { expectCommitted, lineByLine } from "./support/committed-list.ts";

test("the API is what it was", async () => {
  const { paths, components } = await buildApiDocument(routes);
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  );
  expect(operations.length).toBeGreaterThan(80);
  const shared = Object.entries(components).flatMap(([kind, all]) =>
    Object.entries(all).map(([name, one]) => [`${kind}/${name}`, one] as const),
  );
  await expectCommitted(
    "openapi.snap",
    { operations: Object.fromEntries(operations), components: Object.fromEntries(shared) },
    {
      operations: "Front ends and other services call it as it was: what is there may gain members, and lose none.",
      components: "Operations refer to it, and clients have types made from it.",
    },
    lineByLine,
  );
});
