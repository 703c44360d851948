// Asks a provider whether a grant is gone. An event that says so may be a replay, and the account connected again since.
import { createHash } from "node:crypto";
import { findProviderError } from "../http/provider-error.ts";
import { createTokenFetch, defaultHeaders } from "../oauth/client.ts";
import type { Provider } from "../oauth/definition.ts";
import { locateProvider } from "../oauth/locate.ts";
import type { Actor } from "../store/audit.ts";
import { type Connection, isRenewable } from "../store/connection.ts";
import type { Dependencies } from "./dependencies.ts";
import { refreshConnection } from "./refresh.ts";
import { isExpired } from "./token-expiry.ts";
import { openToken } from "./token-sets.ts";

export interface GrantCheck {
  readonly provider: Provider;
  readonly actor: Actor;
  readonly dependencies: Dependencies;
  /** Answers by token: all connections of a Slack workspace may share the bot's token. */
  readonly answers: Map<string, Promise<boolean>>;
}

/**
 * Whether the grant of a token set is gone. A dead access token does not prove it: its refresh token is redeemed.
 * @throws ProviderError when the provider does not say
 */
export async function isGrantGone(connection: Connection, set: string, check: GrantCheck): Promise<boolean> {
  const tokens = connection.tokens[set];
  const { provider, dependencies, actor } = check;
  if (tokens === undefined || connection.status !== "active" || provider.acceptsToken === undefined) return true;
  const canRefresh = isRenewable(connection, tokens);
  const isKnownDead = canRefresh && isExpired(tokens, dependencies.now());
  if (!isKnownDead && (await isAccepted(connection, set, check))) return false;
  if (!canRefresh) return true;
  try {
    await refreshConnection({ provider, connection, set, actor, isRejected: true }, dependencies);
    return false;
  } catch (error) {
    if (findProviderError(error)?.kind === "reconnect") return true;
    throw error;
  }
}

async function isAccepted(
  connection: Connection,
  set: string,
  { provider, dependencies, answers }: GrantCheck,
): Promise<boolean> {
  const token = (await openToken(dependencies.vault, connection, { set, kind: "access" })) ?? "";
  const name = createHash("sha256").update(token).digest("base64url");
  const answer = answers.get(name) ?? askProvider(locateProvider(provider, connection), token, dependencies.fetch);
  answers.set(name, answer);
  return answer;
}

const noAnswer = () => Promise.resolve(false);

function askProvider(provider: Provider, token: string, fetch: typeof globalThis.fetch): Promise<boolean> {
  const { acceptsToken = noAnswer, endpoints } = provider;
  return acceptsToken(createTokenFetch(provider, token, fetch, { headers: defaultHeaders }), endpoints);
}
