// What services are given appears in no log, queue or table, whatever happened.
import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { getHandle } from "../integrations/support/callback.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { createSecretCollector, findSecrets, looksLikeToken } from "../integrations/support/secrets.ts";
import { createOtherBrowser, createUser } from "../integrations/support/test-user.ts";
import { readLoggedLines, readQueuedMessages, readStoredText } from "../integrations/support/traces.ts";
import { createBrowser, tokenFor } from "../support/api.ts";
import { giveConsent } from "../support/flow.ts";
import { spy } from "../support/spy.ts";
import { beginFlow, readToken, revoke } from "./support/services.ts";

const secrets = createSecretCollector();
const given: string[] = [];

beforeAll(async () => {
  await resetWorld();
  const claims = { client_id: "voice-agents", scope: "integrations/tokens" };
  const bearer = await tokenFor({ sub: "voice-agents" }, { claims });
  secrets.keep(bearer, bearer.split(".")[2]);
  const service = createBrowser(bearer);
  const user = await createUser();
  const named = { userId: user.sub, integrationId: `mail-${randomUUID()}` };
  const url = await beginFlow(service, { ...named, provider: "gmail" });
  const handle = getHandle(secrets.answer(await createOtherBrowser().visit(secrets.callback(await giveConsent(url)))));
  await user.post("/api/integrations/gmail/confirm", { handle });
  const keepGiven = async () => {
    const { accessToken } = Object((await readToken(service, named)).json);
    if (typeof accessToken === "string") given.push(accessToken);
  };
  await keepGiven();
  await spy.breakNext({ service: "dynamodb", operation: "PutItem", keyPrefix: "audit#", action: "deny" });
  await keepGiven();
  await readToken(service, { ...named, tenantId: "globex" });
  await readToken(service, { ...named, integrationId: given[0] ?? "" });
  const tenant = { provider: "salesforce", integrationId: `sf-${randomUUID()}`, tenantId: "acme" };
  const params = { loginHost: "acme.my.salesforce.com" };
  await service.post("/api/oauth/client-credentials", { ...tenant, params });
  const own = Object((await readToken(service, { userId: "acme", integrationId: tenant.integrationId })).json);
  given.push(own.accessToken);
  await revoke(service, named);
  secrets.keep(...given);
  await secrets.tokens();
}, 60_000);

test("tokens of a person and of a tenant were given", () => {
  expect(given.map((token) => token.length > 12)).toEqual([true, true]);
});

test.each([
  ["log", readLoggedLines],
  ["queue", readQueuedMessages],
  ["table", async () => [await readStoredText()]],
] as const)("no %s holds one", async (_, readTexts) => {
  const text = (await readTexts()).join("\n");
  expect(text.length).toBeGreaterThan(0);
  expect([findSecrets(text, secrets.found()), looksLikeToken.exec(text)?.[0]?.slice(0, 8)]).toEqual([[], undefined]);
});
