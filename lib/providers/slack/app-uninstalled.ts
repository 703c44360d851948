// The app is uninstalled, or tokens are revoked. Both may arrive, in either order and late.
import { settleInBatches } from "../../concurrency.ts";
import { endConnection } from "../../oauth/end-connection.ts";
import type { Routed } from "../../store/routes.ts";
import type { EventContext, ParsedDelivery } from "../../webhooks/reading.ts";
import { shaped } from "../../webhooks/shaped.ts";
import { tokensRevoked } from "./event-shapes.ts";
import { type SlackEvent, webhookEvent } from "./occasion.ts";

const actor = { actor: "webhook" };

export function readLifecycle(slackEvent: SlackEvent): ParsedDelivery | undefined {
  if (slackEvent.type === "app_uninstalled") return webhookEvent(slackEvent, endAll);
  if (slackEvent.type !== "tokens_revoked") return undefined;
  const { tokens } = shaped(tokensRevoked(), slackEvent.event);
  const revoked = { people: tokens.oauth ?? [], bots: tokens.bot ?? [] };
  return webhookEvent(slackEvent, (context) => endRevoked(context, revoked));
}

/** docs.slack.dev/reference/events/app_uninstalled: every token of the workspace is dead. */
export const endAll = (context: EventContext): Promise<void> => endEach(context, async () => undefined);

interface RevokedTokens {
  /** Ids of people whose tokens were revoked. */
  readonly people: readonly string[];
  /** Ids of bots. */
  readonly bots: readonly string[];
}

/** docs.slack.dev/reference/events/tokens_revoked */
function endRevoked(context: EventContext, { people, bots }: RevokedTokens): Promise<void> {
  return endEach(context, async (routed) => {
    const isPerson = routed.person !== undefined && people.includes(routed.person);
    const isBot = bots.length > 0 && (await isOneOf(bots, context, routed));
    return [...(isPerson ? ["user"] : []), ...(isBot ? ["bot"] : [])];
  });
}

/** A connection that does not know its bot has the only one there is: an app has one in a workspace. */
async function isOneOf(bots: readonly string[], context: EventContext, routed: Routed): Promise<boolean> {
  const own = (await context.connection(routed))?.profile.botUserId;
  return typeof own !== "string" || bots.includes(own);
}

/** Connections under way at a time; a workspace may have thousands. */
const atOnce = 10;

/** @param setsOf which of its token sets have ended; undefined for all */
async function endEach(context: EventContext, setsOf: (routed: Routed) => Promise<readonly string[] | undefined>) {
  const at = context.occurredAt;
  const end = async (routed: Routed) => {
    const sets = await setsOf(routed);
    if (sets?.length === 0) return;
    await endConnection(routed, { at, actor, ...(sets === undefined ? {} : { sets }) }, context.now());
  };
  // One that must wait does not keep the others.
  await settleInBatches(context.routed, atOnce, end);
}
