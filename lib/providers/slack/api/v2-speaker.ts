// As whom /api/v2 speaks: the person, or the bot of their connection, or their tenant's bot for those without a connection.
import { Problem } from "../../../errors.ts";
import type { User } from "../../../http/caller.ts";
import type { Origin } from "../../../http/endpoint.ts";
import type { Provider } from "../../../oauth/definition.ts";
import type { DataRequest, ProviderCallContext } from "../../../provider-client/data-endpoint.ts";
import { writeAudit } from "../../../store/audit.ts";
import { listConnections } from "../../../store/connections.ts";
import { hasTenantClaim, readTenantBot } from "../../../store/tenant-bots.ts";
import { assertChannelMember } from "./channel-access.ts";
import { readNamedAccount, type WorkspaceNames } from "./named-workspace.ts";
import { createUserReader } from "./reader.ts";

export interface Speaker extends DataRequest {
  readonly set: "user" | "bot";
  /** Whether it is the tenant's bot, through which only what the whole workspace may see is read and written. */
  readonly isTenantBot: boolean;
}

interface Asked {
  readonly user: User;
  readonly origin: Origin;
  /** The parts of the request that may name a workspace. */
  readonly names: readonly WorkspaceNames[];
}

/**
 * Does a request's work as the person. Where the stage lets the tenant's bot speak, and the person has no connection at all, it is
 * done as that bot; the first try ended before anything was sent.
 * @throws Problem not_connected when neither has the workspace that the request names; and as `work`
 */
export async function speakV2<T>(
  provider: Provider,
  { user, origin, names }: Asked,
  work: (speaker: Speaker) => Promise<T>,
): Promise<T> {
  const account = readNamedAccount(provider, user, ...names);
  const set = provider.v2Speaks === "bot" ? "bot" : "user";
  try {
    return await work({ user, origin, account, set, isTenantBot: false });
  } catch (error) {
    const isConnected = !(error instanceof Problem && error.code === "not_connected");
    const bot = isConnected ? undefined : await findTenantBot(provider, user, names);
    if (bot === undefined) throw error;
    const { owner, id } = bot;
    return await work({ user, origin, owner, account: id, set: "bot", isTenantBot: true }).catch(hideConnection);
  }
}

async function findTenantBot(provider: Provider, user: User, names: Asked["names"]) {
  if (provider.v2Speaks !== "tenant-bot" || !hasTenantClaim(user)) return undefined;
  if ((await listConnections(user, provider.id)).length > 0) return undefined;
  const bot = await readTenantBot(user, provider.id);
  if (bot === undefined) return undefined;
  const isNamed = names.every(({ account, teamId = bot.accountId }) => !account && teamId === bot.accountId);
  return isNamed ? { owner: { tenant: bot.tenant, user: bot.user }, id: bot.id } : undefined;
}

/** A member cannot reconnect the tenant's connection, and does not learn its id. */
function hideConnection(error: unknown): never {
  if (!(error instanceof Problem) || error.members.reconnectUrl === undefined) throw error;
  const { reconnectUrl: _, ...members } = error.members;
  if (error.code === "reconnect_required") {
    const detail = "Slack is not connected: your organization's connection must be renewed by an administrator.";
    throw new Problem("not_connected", { detail, cause: error });
  }
  throw new Problem(error.code, { detail: error.message, members, cause: error });
}

/** What a speaker may see: through the tenant's bot nobody is a member of anything. */
export const toViewer = ({ isTenantBot }: Speaker, call: ProviderCallContext): ProviderCallContext =>
  isTenantBot ? { ...call, connection: { ...call.connection, person: undefined } } : call;

/**
 * Before a tenant's bot posts for a member: the channel must be public, and the audit says who speaks through which connection.
 * @throws Problem not_found for any other channel
 */
export async function preparePost(speaker: Speaker, call: ProviderCallContext, channel: string): Promise<void> {
  if (!speaker.isTenantBot) return;
  await assertChannelMember(createUserReader(call), toViewer(speaker, call), channel);
  const { tenant, user } = speaker.user;
  const { ip, requestId } = speaker.origin;
  const { provider, id: connection } = call.connection;
  await writeAudit({ tenant, user, actor: user, ip, requestId, provider, connection, action: "tenant_bot_spoke" });
}
