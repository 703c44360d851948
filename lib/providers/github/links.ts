// Repositories whose events a user wants to follow.
import * as z from "zod";
import { choose, unchoose } from "../../channels/chosen.ts";
import type { Keeper } from "../../channels/keeper.ts";
import type { User } from "../../http/caller.ts";
import type { Origin } from "../../http/endpoint.ts";
import { withinTime } from "../../http/within-time.ts";
import { pickConnection } from "../../oauth/access.ts";
import type { Provider } from "../../oauth/definition.ts";
import { dependencies } from "../../oauth/dependencies.ts";
import { channelId } from "../../store/change-channels.ts";
import type { Channel } from "../../store/channel.ts";
import { githubChannels } from "./channels.ts";
import type { repositoryPath } from "./repository-path.ts";

/** docs.github.com/en/webhooks/webhook-events-and-payloads */
export const linkBody = z
  .strictObject({
    events: z
      .array(z.string().regex(/^[a-z_]{1,64}$/, "is not the name of an event"))
      .min(1)
      .max(20)
      .optional(),
  })
  .default({});

const defaultEvents = ["push", "issues", "issue_comment", "pull_request", "release"];

interface LinkRequest {
  readonly user: User;
  readonly origin: Origin;
  readonly account: string | undefined;
  readonly repository: z.output<typeof repositoryPath>;
}

/** Milliseconds for everything that is asked of GitHub: the gateway gives up after 30 s. */
const callMs = 20_000;

async function keeperFor(provider: Provider, { user, origin, account }: LinkRequest): Promise<Keeper> {
  const needs = dependencies();
  const actor = { actor: user.user, ...origin };
  const connection = await pickConnection({ provider, owner: user, account, actor });
  return { ...needs, fetch: withinTime(callMs, needs.fetch), provider, source: githubChannels, connection };
}

const target = ({ owner, repo }: LinkRequest["repository"]) => `${owner}/${repo}`;

/** Creates a repository's hook, or answers the link that is there. @throws Problem */
export async function linkRepository(
  provider: Provider,
  request: LinkRequest,
  events: readonly string[] = defaultEvents,
) {
  const keeper = await keeperFor(provider, request);
  const choice = { kind: "repository", target: target(request.repository), events: [...events] };
  const { channel, isNew } = await choose(keeper, choice);
  return { link: linkView(channel), isNew };
}

/** Removes a repository's hook and its link. @throws Problem */
export async function unlinkRepository(provider: Provider, request: LinkRequest): Promise<void> {
  await unchoose(await keeperFor(provider, request), { kind: "repository", target: target(request.repository) });
}

export const link = () =>
  z.object({
    id: z.string(),
    repository: z.string().optional(),
    events: z.array(z.string()).optional(),
    hookId: z.string().optional(),
    status: z.string(),
    createdAt: z.string(),
  });

const linkView = (channel: Channel) => ({
  id: channelId(channel),
  repository: channel.target,
  events: channel.events,
  hookId: channel.remoteId,
  status: channel.status,
  createdAt: new Date(channel.createdAt * 1000).toISOString(),
});
