// /applications/{client_id}/token and /grant: how an app checks and revokes a token, with its own credentials.
import { z } from "zod";
import { type Answer, type Exchange, jsonAnswer, readBasic, tryParseJson } from "../exchange.ts";
import { type State, sandboxClient } from "../state.ts";

const bodySchema = z.object({ access_token: z.string() });

/** Undefined when the path is none of these. */
export function answerApplications({ grants }: State, exchange: Exchange): Answer | undefined {
  const [, clientId, what] = /^\/applications\/([^/]+)\/(token|grant)$/.exec(exchange.path) ?? [];
  if (clientId === undefined) return undefined;
  const client = sandboxClient("github");
  const credentials = readBasic(exchange);
  const known = credentials?.id === client.id && credentials.secret === client.secret && clientId === client.id;
  if (!known) return jsonAnswer({ message: "Bad credentials", status: "401" }, 401);
  const parsed = bodySchema.safeParse(tryParseJson(exchange.body));
  if (!parsed.success) return jsonAnswer({ message: "Validation Failed", status: "422" }, 422);
  const token = parsed.data.access_token;
  const { tokenState, grant } = grants.checkToken(token);
  if (tokenState !== "valid" || !grant) return jsonAnswer({ message: "Not Found", status: "404" }, 404);
  if (exchange.method === "POST") return jsonAnswer({ token, scopes: grant.scopes, user: { login: grant.account } });
  if (exchange.method !== "DELETE") return jsonAnswer({ message: "Not Found", status: "404" }, 404);
  if (what === "token") grants.revokeAccess((_, candidate) => candidate === token);
  else grants.revoke(({ account, clientId: of }) => account === grant.account && of === grant.clientId);
  return { status: 204 };
}
