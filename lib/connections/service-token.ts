// An access token for a service of the operator's.
import { Problem } from "../errors.ts";
import type { Origin } from "../http/endpoint.ts";
import { requireProvider, type Service } from "../http/service-endpoint.ts";
import { count } from "../metrics.ts";
import type { Provider } from "../oauth/definition.ts";
import { toAuditSubject, writeAudit } from "../store/audit.ts";
import type { Connection, TokenSetName } from "../store/connection.ts";
import { assertUsable, withConnectionToken } from "./access-token.ts";
import { type Dependencies, defaultDependencies as defaults } from "./dependencies.ts";
import { listIntegrations, resolveServiceOwner } from "./integrations.ts";

interface TokenRead {
  readonly service: Service;
  readonly userId: string;
  readonly integrationId: string;
  readonly purpose: string | undefined;
  readonly origin: Origin;
}

interface ReadToken {
  readonly accessToken: string;
  /** ISO 8601; null for a token that does not expire. */
  readonly expiresAt: string | null;
}

/**
 * Reads a connection's access token, refreshed if that is due. The read is audited before it is answered.
 * @throws Problem not_connected; reconnect_required; forbidden, audited, for a provider that is not the service's
 */
export async function readServiceToken(
  read: TokenRead,
  getProvider: (id: string) => Provider,
  dependencies: Dependencies = defaults(),
): Promise<ReadToken> {
  const { service, origin } = read;
  const owner = resolveServiceOwner(service.tenant, read.userId);
  const [found] = await listIntegrations(owner, read.integrationId);
  if (found === undefined)
    throw new Problem("not_connected", { detail: "No tokens found. Re-authentication required." });
  await requireProvider(service, { ...owner, provider: found.provider, connection: found.id }, origin);
  const provider = getProvider(found.provider);
  const set = chooseTokenSet(assertUsable(provider, found));
  const actor = { actor: service.actor, ip: origin.ip, requestId: origin.requestId };
  const request = { provider, owner, set, actor };
  return withConnectionToken(
    found,
    request,
    async (accessToken, connection) => {
      await auditRead(connection, read);
      count("TokenRead", { service: service.clientId, provider: provider.id });
      return { accessToken, expiresAt: toIsoTime(connection.tokens[set]?.expiresAt) };
    },
    dependencies,
  );
}

/** Where an account has several tokens, the person's: a service acts for a user. */
const chooseTokenSet = ({ tokens }: Connection): TokenSetName =>
  (["default", "user", "bot"] as const).find((set) => tokens[set] !== undefined) ?? "default";

async function auditRead(of: Connection, { service, purpose, origin }: TokenRead) {
  const { ip, requestId } = origin;
  await writeAudit({
    ...toAuditSubject(of),
    action: "token_read",
    actor: service.actor,
    ip,
    requestId,
    ...(purpose && { purpose }),
  });
}

const toIsoTime = (seconds: number | undefined): string | null =>
  seconds === undefined ? null : new Date(seconds * 1000).toISOString();
