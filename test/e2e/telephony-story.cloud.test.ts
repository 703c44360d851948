// The story of a telephony platform, from the first consent to the note about the call.
import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { asService, beginFlow, readToken, revoke } from "../broker/support/services.ts";
import { problemAnswer } from "../integrations/support/connections.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { asUser } from "../support/api.ts";
import { giveConsent } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";

beforeEach(resetWorld);

test("a user's account: authorized with a name, read as a token by a service, and revoked", async () => {
  const [service, person] = [await asService("voice-agents"), { sub: `user-${randomUUID()}`, org: "acme" }];
  const user = await asUser(person);
  const integrationId = `salesforce_${randomUUID()}`;
  const url = await beginFlow(user, { provider: "salesforce", integrationId });
  const { location } = await user.visit(await giveConsent(url));
  expect([location?.pathname, location?.searchParams.get("integration_id")]).toEqual([
    "/integrations/success",
    integrationId,
  ]);
  const named = { userId: person.sub, integrationId };
  const { json } = await readToken(service, named);
  const limits = await fetch(`${sandbox("salesforce").url()}/acme.my.salesforce.com/services/data/v62.0/limits`, {
    headers: { authorization: `Bearer ${Object(json).accessToken}` },
  });
  expect(limits.status).toBe(200);
  expect((await revoke(service, named)).json).toEqual({
    success: true,
    message: "Integration revoked successfully",
  });
  expect(await readToken(service, named)).toMatchObject(problemAnswer(404, "not_connected"));
});
