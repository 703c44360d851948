// What uses a connection of any provider: a backend service reads its token, over HTTP and as a Lambda event.
import { asService, readToken } from "../../broker/support/services.ts";
import { type Answer, tokenFor } from "../../support/api.ts";
import { httpEvent } from "../../support/events.ts";
import type { Account } from "./account.ts";

const name = async ({ person, readStored }: Account) => ({
  userId: person.sub,
  integrationId: (await readStored()).id,
});

/** Reads the account's token as a service does. */
export async function readAccountToken(account: Account): Promise<Answer> {
  return readToken(await asService(), await name(account));
}

/** The same as an event, for a Lambda in a separate process. */
export async function createTokenEvent(account: Account) {
  const token = await tokenFor(
    { sub: "voice-agents" },
    { claims: { client_id: "voice-agents", scope: "integrations/tokens" } },
  );
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  return httpEvent({ on: "POST /api/oauth/token", claims, body: await name(account) });
}
