// For providers that only say that something has changed: every account it concerns is asked what.
import { Problem, type ProblemCode } from "../errors.ts";
import { withinTime } from "../http/within-time.ts";
import { withAccessToken } from "../oauth/access.ts";
import type { Call } from "../oauth/data-endpoint.ts";
import type { Provider } from "../oauth/definition.ts";
import type { Routed } from "../store/routes.ts";
import { DeliveryError, deliveryErrorCode } from "./delivery-error.ts";
import type { EventContext } from "./reading.ts";

const beyondHelp: readonly ProblemCode[] = [
  "not_connected",
  "reconnect_required",
  "insufficient_permissions",
  "not_found",
];

/** Nobody but the account's owner can help; the connection is marked where that is so. Another try with it would end the same. */
export const isBeyondHelp = (error: unknown): error is Problem =>
  error instanceof Problem && beyondHelp.includes(error.code);

/** Milliseconds for all that one delivery asks of the provider: the worker begins with none after 40 s and is ended after 60. */
const longestMs = 18_000;

/**
 * Runs work with a token of every routed connection that stands. One that fails does not keep the others from theirs, so the
 * work must bear being repeated.
 * @param work throws DeliveryError `ignored` when this account has no use for the delivery
 * @throws what asks for another try, else DeliveryError `ignored` when the delivery was of use to none of them
 */
export async function eachAccount(
  provider: Provider,
  at: EventContext,
  work: (account: Call) => Promise<void>,
): Promise<void> {
  const fetch = withinTime(longestMs, at.fetch);
  // A refresh keeps its own deadline: cut off, it could cost a refresh token that is good for one use.
  const limited = (account: Call) => work({ ...account, fetch });
  const outcomes = await Promise.allSettled(at.routed.map((routed) => oneAccount(provider, at, routed, limited)));
  const failures = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => reason);
  const worthATry = failures.filter((error) => deliveryErrorCode(error, "ignored") === undefined);
  if (worthATry.length > 0) throw worthATry[0];
  if (failures.length === outcomes.length && failures.length > 0) throw failures[0];
}

/** A push may come before its channel's row: seconds after connecting in which that is believed. */
const settlingSeconds = 900;

export const isSettling = ({ connection, now }: Pick<Call, "connection" | "now">): boolean =>
  connection.connectedAt > now() - settlingSeconds;

async function oneAccount(
  provider: Provider,
  at: EventContext,
  routed: Routed,
  work: (account: Call) => Promise<void>,
): Promise<void> {
  const connection = await at.connection(routed);
  if (connection === undefined) throw new DeliveryError("ignored", "not_connected");
  if (connection.status !== "active") throw new DeliveryError("ignored", connection.status);
  const { now, fetch, vault } = at;
  try {
    await withAccessToken(
      { provider, owner: connection, account: connection.id, actor: { actor: "webhook" } },
      (token, current) => work({ now, fetch, vault, provider, token, connection: current }),
      at,
    );
  } catch (error) {
    if (isBeyondHelp(error)) throw new DeliveryError("ignored", error.code);
    throw error;
  }
}
