// The app is uninstalled, or tokens are revoked. Both may arrive, in either order and late.
import { settleInBatches } from "../../concurrency.ts";
import { endConnection } from "../../oauth/end-connection.ts";
import type { Routed } from "../../store/routes.ts";
import type { Arrival, Reading } from "../../webhooks/reading.ts";
import { shaped } from "../../webhooks/shaped.ts";
import { tokensRevoked } from "./event-shapes.ts";
import { type Occasion, occurrence } from "./occasion.ts";

const actor = { actor: "webhook" };

export function readLifecycle(occasion: Occasion): Reading | undefined {
  if (occasion.type === "app_uninstalled") return occurrence(occasion, endAll);
  if (occasion.type !== "tokens_revoked") return undefined;
  const { tokens } = shaped(tokensRevoked(), occasion.event);
  const revoked = { people: tokens.oauth ?? [], bots: tokens.bot ?? [] };
  return occurrence(occasion, (arrival) => endRevoked(arrival, revoked));
}

/** docs.slack.dev/reference/events/app_uninstalled: every token of the workspace is dead. */
export const endAll = (arrival: Arrival): Promise<void> => endEach(arrival, async () => undefined);

interface RevokedTokens {
  /** Ids of people whose tokens were revoked. */
  readonly people: readonly string[];
  /** Ids of bots. */
  readonly bots: readonly string[];
}

/** docs.slack.dev/reference/events/tokens_revoked */
function endRevoked(arrival: Arrival, { people, bots }: RevokedTokens): Promise<void> {
  return endEach(arrival, async (routed) => {
    const isPerson = routed.person !== undefined && people.includes(routed.person);
    const isBot = bots.length > 0 && (await isOneOf(bots, arrival, routed));
    return [...(isPerson ? ["user"] : []), ...(isBot ? ["bot"] : [])];
  });
}

/** A connection that does not know its bot has the only one there is: an app has one in a workspace. */
async function isOneOf(bots: readonly string[], arrival: Arrival, routed: Routed): Promise<boolean> {
  const own = (await arrival.connection(routed))?.profile.botUserId;
  return typeof own !== "string" || bots.includes(own);
}

/** Connections under way at a time; a workspace may have thousands. */
const atOnce = 10;

/** @param setsOf which of its token sets have ended; undefined for all */
async function endEach(arrival: Arrival, setsOf: (routed: Routed) => Promise<readonly string[] | undefined>) {
  const at = arrival.occurredAt;
  const end = async (routed: Routed) => {
    const sets = await setsOf(routed);
    if (sets?.length === 0) return;
    await endConnection(routed, { at, actor, ...(sets === undefined ? {} : { sets }) }, arrival.now());
  };
  // One that must wait does not keep the others.
  await settleInBatches(arrival.routed, atOnce, end);
}
