// For providers that only say that something has changed: every account it concerns is asked what.

import { withAccessToken } from "../connections/access-token.ts";
import { Problem, type ProblemCode } from "../errors.ts";
import { withDeadline } from "../http/fetch-deadline.ts";
import type { Provider } from "../oauth/definition.ts";
import type { ProviderCallContext } from "../provider-client/data-endpoint.ts";
import type { EventRecipient } from "../store/event-routes.ts";
import { DeliveryError, deliveryErrorCode } from "./delivery-error.ts";
import type { EventContext } from "./webhook-source.ts";

const userActionCodes: readonly ProblemCode[] = [
  "not_connected",
  "reconnect_required",
  "insufficient_permissions",
  "not_found",
];

/** Nobody but the account's owner can help; the connection is marked where that is so. Another try with it would end the same. */
export const needsUserAction = (error: unknown): error is Problem =>
  error instanceof Problem && userActionCodes.includes(error.code);

/** Milliseconds for all that one delivery asks of the provider: the worker begins with none after 40 s and is ended after 60. */
const providerTimeoutMs = 18_000;

/**
 * Runs work with a token of every routed connection that stands. One that fails does not keep the others from theirs, so the
 * work must bear being repeated.
 * @param work throws DeliveryError `ignored` when this account has no use for the delivery
 * @throws what asks for another try, else DeliveryError `ignored` when the delivery was of use to none of them
 */
export async function forEachAccount(
  provider: Provider,
  context: EventContext,
  work: (account: ProviderCallContext) => Promise<void>,
): Promise<void> {
  const fetch = withDeadline(providerTimeoutMs, context.fetch);
  // A refresh keeps its own deadline: cut off, it could cost a refresh token that is good for one use.
  const limited = (account: ProviderCallContext) => work({ ...account, fetch });
  const outcomes = await Promise.allSettled(
    context.recipients.map((recipient) => runForAccount(provider, context, recipient, limited)),
  );
  const failures = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => reason);
  const worthATry = failures.filter((error) => deliveryErrorCode(error, "ignored") === undefined);
  if (worthATry.length > 0) throw worthATry[0];
  if (failures.length === outcomes.length && failures.length > 0) throw failures[0];
}

/** A push may come before its channel's row: seconds after connecting in which that is believed. */
const newConnectionSeconds = 900;

export const isNewlyConnected = ({ connection, now }: Pick<ProviderCallContext, "connection" | "now">): boolean =>
  connection.connectedAt > now() - newConnectionSeconds;

async function runForAccount(
  provider: Provider,
  context: EventContext,
  recipient: EventRecipient,
  work: (account: ProviderCallContext) => Promise<void>,
): Promise<void> {
  const connection = await context.readConnection(recipient);
  if (connection === undefined) throw new DeliveryError("ignored", "not_connected");
  if (connection.status !== "active") throw new DeliveryError("ignored", connection.status);
  const { now, fetch, vault } = context;
  try {
    await withAccessToken(
      { provider, owner: connection, account: connection.id, actor: { actor: "webhook" } },
      (token, current) => work({ now, fetch, vault, provider, token, connection: current }),
      context,
    );
  } catch (error) {
    if (needsUserAction(error)) throw new DeliveryError("ignored", error.code);
    throw error;
  }
}
