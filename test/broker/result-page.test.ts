import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { defineStage } from "../../infra/config.ts";
import { surfacesFor } from "../../infra/routes.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { lambdaContext } from "../http/lambda-context.ts";
import { exampleInput } from "../infra/support/synthesized.ts";
import { httpEvent } from "../support/events.ts";

const { handler } = await import("../../functions/oauth/result-page.ts");

const visit = (path: string, query: Record<string, string> = {}) =>
  handler(httpEvent({ on: `GET ${path}`, query }), lambdaContext);

test.each(["/oauth/success", "/integrations/success"])("%s says that the account is connected", async (path) => {
  const { statusCode, body, headers } = await visit(path, { success: "true", integration_id: "crm" });
  expect([statusCode, headers?.["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
  expect(body).toContain("The account is connected.");
});

test.each([
  ["access_denied", "Access was not given."],
  ["missing_scopes", "leave all boxes ticked"],
  ["made_up", "Begin again where you came from."],
  ["__proto__", "Begin again where you came from."],
])("the error page has a sentence for %s", async (error, sentence) => {
  expect((await visit("/integrations/error", { error })).body).toContain(sentence);
});

test("nothing of the address reaches the page, and nothing may run on it", async () => {
  const script = "<script>alert(1)</script>";
  const { body, headers } = await visit("/oauth/error", { error: script, integration_id: script, provider: script });
  expect(body).not.toContain("alert");
  expect(headers?.["content-security-policy"]).toBe("default-src 'none'; frame-ancestors 'none'");
});

test.each([
  ["/integrations/error", { provider: "figma" }],
  ["/oauth/error", { service: "figma" }],
])("%s sends a flow that waits for its user to the page that confirms", async (path, named) => {
  const { statusCode, headers } = await visit(path, { error: "confirm_required", ...named });
  expect([statusCode, headers?.location]).toEqual([
    302,
    "https://app.example.com/settings/integrations?provider=figma&status=confirm",
  ]);
});

test("no address of ours is built from a provider that there is not", async () => {
  const { statusCode } = await visit("/integrations/error", { error: "confirm_required", provider: "../evil" });
  expect(statusCode).toBe(200);
});

test("the pages are served where the stage says so, and the application has our origin", () => {
  const listPages = (resultPages: boolean) =>
    Object.values(surfacesFor(manifests, { resultPages }))
      .flat()
      .filter(({ run }) => run === "oauth/result-page")
      .map(({ on }) => on);
  expect(listPages(false)).toEqual([]);
  expect(listPages(true)).toHaveLength(4);
  const own = { ...exampleInput, resultPages: true, publicBaseUrl: "https://app.example.com" };
  expect(() => defineStage({ ...own, appUrl: "https://app.example.com" })).not.toThrow();
  expect(() => defineStage({ ...own, appUrl: "https://other.example.com" })).toThrow(/resultPages may be true only/);
});
