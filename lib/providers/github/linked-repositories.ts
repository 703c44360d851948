// Links repositories: the user gets the events of a linked repository.
import * as z from "zod";
import { pickConnection } from "../../connections/access-token.ts";
import { defaultDependencies } from "../../connections/dependencies.ts";
import type { User } from "../../http/caller.ts";
import type { Origin } from "../../http/endpoint.ts";
import { withDeadline } from "../../http/fetch-deadline.ts";
import type { Provider } from "../../oauth/definition.ts";
import type { Subscription } from "../../store/subscription.ts";
import { subscriptionId } from "../../store/subscription-changes.ts";
import type { SubscriptionContext } from "../../subscriptions/context.ts";
import { subscribe, unsubscribe } from "../../subscriptions/subscribe.ts";
import type { repositoryPath } from "./api/repository-path.ts";
import { eventNamePattern } from "./event-name.ts";
import { githubSubscription } from "./subscription.ts";

/** Databases number their rows, or give them texts as ids. */
const projectId = z.union([
  z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}]+$/u, "has control characters"),
  z.number().int().nonnegative(),
]);

/** docs.github.com/en/webhooks/webhook-events-and-payloads */
export const linkBody = z
  .strictObject({
    events: z.array(z.string().regex(eventNamePattern, "is not the name of an event")).min(1).max(20).optional(),
    projectId: projectId.nullish().describe("The application's own id of a project; kept with the link."),
  })
  .default({});

const defaultEvents = ["push", "issues", "issue_comment", "pull_request", "release"];

interface LinkRequest {
  readonly user: User;
  readonly origin: Origin;
  readonly account: string | undefined;
  readonly repository: z.output<typeof repositoryPath>;
}

/** For all calls to GitHub of one request: the gateway gives up after 30 s. */
const callTimeoutMs = 20_000;

async function createSubscriptionContext(
  provider: Provider,
  { user, origin, account }: LinkRequest,
): Promise<SubscriptionContext> {
  const dependencies = defaultDependencies();
  const actor = { actor: user.user, ...origin };
  const connection = await pickConnection({ provider, owner: user, account, actor });
  return {
    ...dependencies,
    fetch: withDeadline(callTimeoutMs, dependencies.fetch),
    provider,
    source: githubSubscription,
    connection,
  };
}

const toTarget = ({ owner, repo }: LinkRequest["repository"]) => `${owner}/${repo}`;

/** Creates a repository's hook, or returns the existing link, then of the project that is named. @throws Problem */
export async function linkRepository(
  provider: Provider,
  request: LinkRequest,
  { events = defaultEvents, projectId }: z.output<typeof linkBody>,
) {
  const context = await createSubscriptionContext(provider, request);
  const target = toTarget(request.repository);
  const choice = { kind: "repository" as const, target, events, projectId: projectId ?? undefined };
  const { channel: subscription, isNew } = await subscribe(context, choice);
  return { answer: toLinkAnswer(subscription), isNew };
}

/** Removes a repository's hook and its link. @throws Problem */
export async function unlinkRepository(provider: Provider, request: LinkRequest): Promise<void> {
  await unsubscribe(await createSubscriptionContext(provider, request), {
    kind: "repository",
    target: toTarget(request.repository),
  });
}

const link = () =>
  z.object({
    id: z.string(),
    repository: z.string().optional(),
    events: z.array(z.string()).optional(),
    hookId: z.string().optional(),
    status: z.string(),
    createdAt: z.string(),
  });

export const linkAnswer = () =>
  z
    .object({
      message: z.string(),
      project: z
        .object({ id: projectId, repository: z.string().optional() })
        .nullable()
        .describe("The project that the link was made for; null without one."),
      link: link(),
    })
    .meta({ examples: [linkExample] });

const linkExample = {
  message: "octo/hello-world linked successfully",
  project: { id: "p-42", repository: "octo/hello-world" },
  link: {
    id: "WyJjI2FjbWUiLCJhZGEiXQ",
    repository: "octo/hello-world",
    events: ["issues", "push"],
    hookId: "12345678",
    status: "active",
    createdAt: "2026-11-20T08:00:00.000Z",
  },
};

const toLinkAnswer = (subscription: Subscription) => ({
  message: `${subscription.target} linked successfully`,
  project:
    subscription.projectId === undefined ? null : { id: subscription.projectId, repository: subscription.target },
  link: toLinkView(subscription),
});

const toLinkView = (subscription: Subscription) => ({
  id: subscriptionId(subscription),
  repository: subscription.target,
  events: subscription.events,
  hookId: subscription.remoteId,
  status: subscription.status,
  createdAt: new Date(subscription.createdAt * 1000).toISOString(),
});
