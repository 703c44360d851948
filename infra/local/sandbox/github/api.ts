// The REST API in front of the emulator, which would take any token for the default user's.
import type { Emulator } from "../emulator.ts";
import { type Answer, bearer, type Exchange, json } from "../messages.ts";
import type { State } from "../state.ts";

export async function answerApi({ grants }: State, emulator: Emulator, exchange: Exchange): Promise<Answer> {
  if (!exchange.headers["user-agent"]) {
    const message = "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.";
    return { status: 403, headers: { "content-type": "text/html" }, body: message };
  }
  const token = bearer(exchange);
  if (token === undefined) return emulator.forward(exchange, { headers: { authorization: undefined } });
  const { standing, grant } = grants.look(token);
  if (standing !== "valid" || !grant) return json({ message: "Bad credentials", status: "401" }, 401);
  const answer = await emulator.forward(exchange, { headers: { authorization: `Bearer ${grant.inner}` } });
  return { ...answer, headers: { ...answer.headers, "x-oauth-scopes": grant.scopes.join(", ") } };
}
