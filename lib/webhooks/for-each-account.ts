// For providers whose deliveries say only that something changed: each account is asked what changed.
import { withAccessToken } from "../connections/access-token.ts";
import { Problem, type ProblemCode } from "../errors.ts";
import { withDeadline } from "../http/fetch-deadline.ts";
import type { Provider } from "../oauth/definition.ts";
import { locateProvider } from "../oauth/locate.ts";
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

/** Whether only the account's owner can fix the error, so that a retry would fail again. */
export const needsUserAction = (error: unknown): error is Problem =>
  error instanceof Problem && userActionCodes.includes(error.code);

/** For all provider calls of one delivery: the worker starts none after 40 s, and the Lambda ends after 60 s. */
const providerTimeoutMs = 18_000;

/**
 * Runs work for every active recipient, with its token. A failure does not stop the others, and a retry runs all again, so the
 * work must be idempotent.
 * @param work throws DeliveryError `ignored` when the delivery does not concern this account
 * @throws the first error that needs a retry, or else DeliveryError `ignored` when the delivery concerned no account
 */
export async function forEachAccount(
  provider: Provider,
  context: EventContext,
  work: (account: ProviderCallContext) => Promise<void>,
): Promise<void> {
  const fetch = withDeadline(providerTimeoutMs, context.fetch);
  // Token refreshes keep their own deadline: interrupting one could lose a refresh token that can be used once.
  const workWithDeadline = (account: ProviderCallContext) => work({ ...account, fetch });
  const outcomes = await Promise.allSettled(
    context.recipients.map((recipient) => runForAccount(provider, context, recipient, workWithDeadline)),
  );
  const failures = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => reason);
  const retryable = failures.filter((error) => deliveryErrorCode(error, "ignored") === undefined);
  if (retryable.length > 0) throw retryable[0];
  if (failures.length === outcomes.length && failures.length > 0) throw failures[0];
}

/** How long after connecting a push may arrive before its subscription's row is written. */
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
      (token, current) =>
        work({ now, fetch, vault, provider: locateProvider(provider, current), token, connection: current }),
      context,
    );
  } catch (error) {
    if (needsUserAction(error)) throw new DeliveryError("ignored", error.code);
    throw error;
  }
}
