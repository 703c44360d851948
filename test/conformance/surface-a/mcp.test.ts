// Questions to the database, which this stage has not switched on.
import { expect, test } from "vitest";
import { readFailure } from "../support/old-client.ts";
import { createStudioPerson } from "../support/studio.ts";

test("the page asks for tools and hides its box", async () => {
  expect(await (await createStudioPerson()).get("/api/mcp/tools")).toEqual({ tools: {}, available: false });
});

test("a question is answered by a sentence that says so", async () => {
  const asked = (await createStudioPerson()).post("/api/mcp/query", { query: "how many users" });
  expect(await readFailure(asked)).toMatchObject({ status: 503, message: expect.stringMatching(/ .*\.$/) });
});
