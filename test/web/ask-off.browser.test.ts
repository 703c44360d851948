import { expect, test } from "vitest";
import { createManyConnections } from "./canned-data.ts";
import { offerQuestions } from "./canned-questions.ts";
import { listRequests } from "./panel-page.ts";
import { useTestPage } from "./test-page.ts";

const testPage = await useTestPage();

test("asks nobody for questions in a stage without a database", async () => {
  testPage.preview.api.connections = createManyConnections();
  offerQuestions(testPage.preview.api);
  const page = await testPage.open();
  await page.getByRole("heading", { name: "Activity" }).waitFor();
  expect(await page.getByText("Ask your data").count()).toBe(0);
  expect(listRequests(testPage, "GET", "/api/mcp/tools")).toEqual([]);
});
