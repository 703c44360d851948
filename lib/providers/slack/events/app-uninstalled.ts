// The app is uninstalled, or tokens are revoked. Both may arrive, in either order and late.
import { settleInBatches } from "../../../concurrency.ts";
import { endConnection } from "../../../connections/end-connection.ts";
import type { TokenSetName } from "../../../store/connection.ts";
import type { EventRecipient } from "../../../store/event-routes.ts";
import { parsePayload } from "../../../webhooks/parse-payload.ts";
import type { EventContext, ParsedDelivery } from "../../../webhooks/webhook-source.ts";
import { tokensRevoked } from "./schemas.ts";
import { type SlackEvent, toWebhookEvent } from "./slack-event.ts";

const actor = { actor: "webhook" };

export function parseLifecycleEvent(slackEvent: SlackEvent): ParsedDelivery | undefined {
  if (slackEvent.type === "app_uninstalled") return toWebhookEvent(slackEvent, endAllConnections);
  if (slackEvent.type !== "tokens_revoked") return undefined;
  const { tokens } = parsePayload(tokensRevoked(), slackEvent.event);
  const revoked = { people: tokens.oauth ?? [], bots: tokens.bot ?? [] };
  return toWebhookEvent(slackEvent, (context) => endRevokedConnections(context, revoked));
}

/** docs.slack.dev/reference/events/app_uninstalled: every token of the workspace is dead. */
export const endAllConnections = (context: EventContext): Promise<void> =>
  endConnections(context, async () => undefined);

interface RevokedTokens {
  /** Ids of people whose tokens were revoked. */
  readonly people: readonly string[];
  /** Ids of bots. */
  readonly bots: readonly string[];
}

/** docs.slack.dev/reference/events/tokens_revoked */
function endRevokedConnections(context: EventContext, { people, bots }: RevokedTokens): Promise<void> {
  return endConnections(context, async (routed) => {
    const isPerson = routed.person !== undefined && people.includes(routed.person);
    const isBot = bots.length > 0 && (await isOwnBot(bots, context, routed));
    return [...(isPerson ? (["user"] as const) : []), ...(isBot ? (["bot"] as const) : [])];
  });
}

/** A connection that does not know its bot has the only one there is: an app has one in a workspace. */
async function isOwnBot(bots: readonly string[], context: EventContext, routed: EventRecipient): Promise<boolean> {
  const own = (await context.readConnection(routed))?.profile.botUserId;
  return typeof own !== "string" || bots.includes(own);
}

/** Connections under way at a time; a workspace may have thousands. */
const maxConcurrency = 10;

/** @param setsOf which of its token sets have ended; undefined for all */
async function endConnections(
  context: EventContext,
  setsOf: (routed: EventRecipient) => Promise<readonly TokenSetName[] | undefined>,
) {
  const at = context.occurredAt;
  const end = async (routed: EventRecipient) => {
    const sets = await setsOf(routed);
    if (sets?.length === 0) return;
    await endConnection(routed, { at, actor, ...(sets === undefined ? {} : { sets }) }, context.now());
  };
  // One that must wait does not keep the others.
  await settleInBatches(context.recipients, maxConcurrency, end);
}
