import { expect, test } from "vitest";
import { handler } from "../../functions/openapi/serve.ts";
import { lambdaContext } from "../http/lambda-context.ts";
import { httpEvent } from "../support/events.ts";

test("a build without the document says so", async () => {
  const answer = await handler(httpEvent({ on: "GET /api/openapi.json" }), lambdaContext);
  expect(answer.statusCode).toBe(503);
  expect(JSON.parse(answer.body ?? "")).toMatchObject({
    code: "not_configured",
    detail: "This build has no document of the API.",
  });
});
