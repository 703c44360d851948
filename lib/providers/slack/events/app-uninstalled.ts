// Ends connections when the app is uninstalled or tokens are revoked. Both events may arrive, late and in either order.
import { settleInBatches } from "../../../concurrency.ts";
import { endConnection } from "../../../connections/end-connection.ts";
import type { Provider } from "../../../oauth/definition.ts";
import type { TokenSetName } from "../../../store/connection.ts";
import type { EventRecipient } from "../../../store/event-routes.ts";
import { parsePayload } from "../../../webhooks/parse-payload.ts";
import type { EventContext, ParsedDelivery } from "../../../webhooks/webhook-source.ts";
import { tokensRevoked } from "./schemas.ts";
import { type SlackEvent, toWebhookEvent } from "./slack-event.ts";

export function parseLifecycleEvent(slackEvent: SlackEvent): ParsedDelivery | undefined {
  const { provider } = slackEvent;
  if (slackEvent.type === "app_uninstalled") {
    return toWebhookEvent(slackEvent, (context) => endAllConnections(provider, context));
  }
  if (slackEvent.type !== "tokens_revoked") return undefined;
  const { tokens } = parsePayload(tokensRevoked(), slackEvent.event);
  const revoked = { people: tokens.oauth ?? [], bots: tokens.bot ?? [] };
  return toWebhookEvent(slackEvent, (context) => endRevokedConnections(provider, context, revoked));
}

/** Every token of the workspace is dead: docs.slack.dev/reference/events/app_uninstalled */
export const endAllConnections = (provider: Provider, context: EventContext): Promise<void> =>
  endConnections(provider, context, async () => undefined);

interface RevokedTokens {
  /** User ids. */
  readonly people: readonly string[];
  /** Bot user ids. */
  readonly bots: readonly string[];
}

/** docs.slack.dev/reference/events/tokens_revoked */
function endRevokedConnections(
  provider: Provider,
  context: EventContext,
  { people, bots }: RevokedTokens,
): Promise<void> {
  return endConnections(provider, context, async (routed) => {
    const isPerson = routed.person !== undefined && people.includes(routed.person);
    const isBot = bots.length > 0 && (await isOwnBot(bots, context, routed));
    return [...(isPerson ? (["user"] as const) : []), ...(isBot ? (["bot"] as const) : [])];
  });
}

/** Whether the connection's bot is one of these. A connection that stores no bot id has the app's only bot in the workspace. */
async function isOwnBot(bots: readonly string[], context: EventContext, routed: EventRecipient): Promise<boolean> {
  const own = (await context.readConnection(routed))?.profile.botUserId;
  return typeof own !== "string" || bots.includes(own);
}

/** Connections ended at a time; a workspace may have thousands. */
const maxConcurrency = 10;

/** @param selectTokenSets the token sets of a connection that have ended; undefined for all of them */
async function endConnections(
  provider: Provider,
  context: EventContext,
  selectTokenSets: (routed: EventRecipient) => Promise<readonly TokenSetName[] | undefined>,
) {
  const at = context.occurredAt;
  const check = { provider, actor: { actor: "webhook" }, dependencies: context, answers: new Map() };
  const end = async (routed: EventRecipient) => {
    const sets = await selectTokenSets(routed);
    if (sets?.length === 0) return;
    await endConnection(routed, { at, ...(sets === undefined ? {} : { sets }) }, check);
  };
  // A connection that fails does not stop the others.
  await settleInBatches(context.recipients, maxConcurrency, end);
}
