// A person of several tenants: the header says for which of them, on every path of the gateway's surface.
import { beforeEach, expect, test } from "vitest";
import { resetWorld } from "../integrations/support/reset.ts";
import { createBrowser, tokenFor } from "../support/api.ts";
import { giveConsent } from "../support/flow.ts";

beforeEach(resetWorld);

async function createMember() {
  const token = await tokenFor({ sub: `member-${crypto.randomUUID()}` }, { claims: { org: ["acme", "globex"] } });
  const browser = createBrowser(token);
  const request = (method: string, path: string, tenant?: string, body?: unknown) =>
    browser.request(path, { method, body, headers: tenant === undefined ? {} : { "x-tenant-id": tenant } });
  return { browser, request };
}

const id = "A".repeat(22);
const paths = [
  ["GET", "/api/v1/integrations/available"],
  ["GET", "/api/v1/integrations/list"],
  ["POST", "/api/v1/integrations/connect"],
  ["GET", `/api/v1/integrations/${id}/status`],
  ["DELETE", `/api/v1/integrations/${id}`],
  ["POST", "/api/v1/integrations/sync/slack"],
  ["GET", "/api/v1/oauth/slack/start"],
  ["GET", "/api/v1/oauth/slack/status"],
  ["GET", "/api/v1/oauth/connections"],
  ["DELETE", "/api/v1/oauth/slack/disconnect"],
  ["GET", "/api/v2/slack/status"],
  ["GET", "/api/v2/gmail/status"],
  ["GET", "/api/v2/calendar/status"],
  ["GET", "/api/v1/activity"],
] as const;

test.each(paths)("%s %s asks for a tenant, and refuses one that is not the person's", async (method, path) => {
  const { request } = await createMember();
  const body = method === "POST" ? { provider: "slack" } : undefined;
  expect((await request(method, path, undefined, body)).status).toBe(400);
  expect((await request(method, path, "initech", body)).status).toBe(403);
});

test("keeps what a person connects in one tenant out of the other", async () => {
  const { browser, request } = await createMember();
  const { json } = await request("POST", "/api/v1/integrations/connect", "acme", { provider: "slack" });
  await browser.visit(await giveConsent(new URL((json as { authorization_url: string }).authorization_url)));
  const list = async (tenant: string) => (await request("GET", "/api/v1/integrations/list", tenant)).json;
  expect(await list("acme")).toMatchObject({ integrations: [{ provider: "slack", status: "connected" }] });
  expect(await list("globex")).toMatchObject({ integrations: [] });
  const [mine] = ((await list("acme")) as { integrations: { id: string }[] }).integrations;
  for (const [method, path] of [
    ["GET", `/api/v1/integrations/${mine?.id}/status`],
    ["DELETE", `/api/v1/integrations/${mine?.id}`],
    ["POST", `/api/v1/integrations/sync/slack?integration_id=${mine?.id}`],
  ] as const)
    expect((await request(method, path, "globex")).status).toBe(404);
  expect((await request("GET", "/api/v2/slack/status", "globex")).json).toMatchObject({ connected: false, team: null });
  expect((await request("GET", "/api/v2/slack/status", "acme")).json).toMatchObject({ connected: true, team: "Acme" });
});
