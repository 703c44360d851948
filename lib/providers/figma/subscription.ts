// Webhooks of a Figma team: developers.figma.com/docs/rest-api/webhooks-endpoints
import * as z from "zod";
import { config } from "../../config.ts";
import { Problem } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import { allowAbsent } from "../../provider-client/allow-absent.ts";
import type { Subscription } from "../../store/subscription.ts";
import type {
  OpenAccess,
  OpenedSubscription,
  ProviderAccess,
  SubscriptionSource,
  WantedSubscription,
} from "../../subscriptions/source.ts";
import { signSubscriptionToken, toKeyId } from "../../webhooks/subscription-token.ts";
import { getFromFigma, sendToFigma } from "./api.ts";

/** A webhook is for one type of event; one for FILE_UPDATE also sends FILE_DELETE. */
const eventTypes = ["FILE_UPDATE", "FILE_COMMENT", "FILE_VERSION_UPDATE", "FILE_DELETE", "LIBRARY_PUBLISH"] as const;

/** The id is a number in the documentation and a string in events. */
const hook = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  event_type: z.string(),
  endpoint: z.string().nullish(),
  status: z.string().nullish(),
  description: z.string().nullish(),
});
const hooks = z.object({ webhooks: z.array(hook) });

/** Seconds. Webhooks do not expire, but Figma stops one that got wrong answers. */
const checkIntervalSeconds = 7 * 86_400;

type EventType = (typeof eventTypes)[number];

export const figmaSubscription: SubscriptionSource<EventType | "team"> = {
  provider: "figma",
  checkIntervalSeconds,
  replaces: "before",
  wanted: (_connection, { teamId }) =>
    teamId === undefined ? [missingTeam] : eventTypes.map((type) => toTeamSubscription(teamId, type)),
  open: (access, subscription) => createWebhook(access, subscription).catch((error: unknown) => throwAsProblem(error)),
  stop: deleteWebhook,
  async check(access, { remoteId }) {
    const found = await allowAbsent(getFromFigma(access, `/v2/webhooks/${remoteId}`, hook));
    return found?.status === "ACTIVE" ? {} : "gone";
  },
};

const toTeamSubscription = (target: string, type: EventType): WantedSubscription<EventType> => ({
  name: `${target}.${type}`,
  kind: type,
  target,
});

/** Webhooks belong to a team, and Figma cannot list a person's teams. Opening this one fails, which tells the user to set a team. */
const missingTeam: WantedSubscription<"team"> = { name: "no-team", kind: "team" };

async function createWebhook(access: OpenAccess, subscription: Subscription): Promise<OpenedSubscription> {
  const { connection, kind, target } = subscription;
  if (target === undefined) {
    throw new Problem("not_found", { detail: "Set the id of your team (teamId) in the Figma settings." });
  }
  const kid = toKeyId(access.secrets[0] ?? "");
  const wanted = {
    event_type: kind,
    context: "team",
    context_id: target,
    endpoint: `${config("PUBLIC_BASE_URL").PUBLIC_BASE_URL}/api/integrations/figma/webhook`,
    passcode: signSubscriptionToken(access.secrets, { provider: "figma", ref: connection }),
    description: `Patchbay ${connection}`,
  };
  if (access.isRepeated) await deleteEarlierWebhooks(access, wanted);
  const { id } = await sendToFigma(access, { method: "POST", path: "/v2/webhooks", content: wanted }, hook);
  return { remoteId: id, kid };
}

interface WebhookIdentity {
  readonly event_type: string;
  readonly context_id: string;
  readonly endpoint: string;
  readonly description: string;
}

/** Deletes webhooks of an earlier attempt whose answer was lost. Figma does not show their passcodes, so they cannot be used. */
async function deleteEarlierWebhooks(
  access: ProviderAccess,
  { context_id, ...wanted }: WebhookIdentity,
): Promise<void> {
  const { webhooks } = await getFromFigma(access, `/v2/webhooks?context=team&context_id=${context_id}`, hooks);
  const isOurs = (one: z.output<typeof hook>) =>
    one.description === wanted.description && one.event_type === wanted.event_type && one.endpoint === wanted.endpoint;
  for (const { id } of webhooks.filter(isOurs)) await deleteWebhook(access, { remoteId: id });
}

async function deleteWebhook(access: ProviderAccess, { remoteId }: Pick<Subscription, "remoteId">): Promise<void> {
  if (remoteId === undefined) return;
  await allowAbsent(sendToFigma(access, { method: "DELETE", path: `/v2/webhooks/${remoteId}` }, z.unknown()));
}

/** Turns Figma's refusal into a Problem for the person who switched it on. */
function throwAsProblem(error: unknown): never {
  const kind = findProviderError(error)?.kind;
  if (kind === "scope") {
    const detail = "Figma lets only an admin of the team create its webhooks, with an account connected for it.";
    throw new Problem("insufficient_permissions", { detail, cause: error });
  }
  if (kind === "absent")
    throw new Problem("not_found", { detail: "Figma shows you no team under this id.", cause: error });
  if (kind === "permanent") {
    const detail = "Figma refuses another webhook for this team: it may have as many as Figma allows.";
    throw new Problem("conflict", { detail, cause: error });
  }
  throw error;
}
