import { beforeEach, expect, test } from "vitest";
import { providerNames } from "../../infra/local/sandbox/state.ts";
import { providerIds } from "../../lib/provider-ids.ts";
import { asUser } from "../support/api.ts";
import { connectInBrowser } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";

beforeEach(async () => {
  await Promise.all(providerNames.map((name) => sandbox(name).reset()));
});

test.each(providerIds)("connects %s in one browser and lists the account", async (id) => {
  const user = await asUser({ sub: `connects-${id}`, org: "acme" });
  const done = await connectInBrowser(user, id);
  expect(done.status).toBe(302);
  expect(done.location?.pathname).toBe("/settings/integrations");
  expect(Object.fromEntries(done.location?.searchParams ?? [])).toEqual({ provider: id, status: "success" });
  const list = await user.get("/api/integrations");
  expect(list.json).toMatchObject({ integrations: [{ provider: id, connected: true, status: "connected" }] });
});
