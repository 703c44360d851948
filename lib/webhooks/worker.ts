// One provider's queue: what a delivery asks for happens once, and no delivery is lost.
import { serializeByKey } from "../concurrency.ts";
import { config } from "../config.ts";
import { count, measure } from "../metrics.ts";
import { type Dependencies, dependencies } from "../oauth/dependencies.ts";
import { queueConsumer } from "../queue/consumer.ts";
import { hideMessage } from "../queue/hide.ts";
import type { Outcome } from "../store/deliveries.ts";
import { BusyError, findBusyError } from "./busy-error.ts";
import { type DecodedMessage, opened, type WebhookMessage, webhookMessage } from "./opened.ts";
import { processDelivery } from "./process.ts";
import type { WebhookSource } from "./reading.ts";
import { failureCode, retryDelay } from "./retry.ts";

/** A message whose turn comes later than this waits for another batch: work may take 40 s, and the Lambda ends after 60 s. */
const latestTurnMs = 15_000;

/**
 * The Lambda behind a provider's queue. Messages of a batch are worked on side by side, but those with the same first route one
 * after the other, in order: they change the same rows. One that fails holds nobody back.
 */
export function webhookWorker(source: WebhookSource, world: () => Dependencies = dependencies) {
  const { WEBHOOKS_QUEUE_URL } = config("WEBHOOKS_QUEUE_URL");
  const { provider } = source;
  const inOrder = serializeByKey();
  const inTurn = serializeByKey();

  const handle = async (message: WebhookMessage, now: Dependencies) => {
    const began = Date.now();
    const delivery = await inOrder("", () => opened(message, source, now));
    await inTurn(turnOf(delivery), async () => {
      if (Date.now() - began > latestTurnMs) throw new BusyError(Number.POSITIVE_INFINITY);
      note(delivery, await processDelivery(delivery, now));
    });
  };

  return queueConsumer(
    webhookMessage(),
    (message) =>
      handle(message, world()).catch((error: unknown) => {
        if (findBusyError(error) === undefined) count("WebhookFailed", { provider, code: failureCode(error) });
        throw error;
      }),
    (error, { receiptHandle }, attempt) => hideMessage(WEBHOOKS_QUEUE_URL, receiptHandle, retryDelay(error, attempt)),
  );
}

function turnOf({ attempt, parsed }: DecodedMessage): string {
  const route = "routes" in parsed ? parsed.routes[0] : undefined;
  return route === undefined ? `receipt#${attempt.receipt}` : `route#${route}`;
}

function note({ attempt: { provider, receivedAt } }: DecodedMessage, outcome: Outcome | undefined): void {
  if (outcome === undefined || outcome.status === "duplicate") {
    count("WebhookDuplicate", { provider });
    return;
  }
  measure("WebhookAge", Date.now() - receivedAt, "Milliseconds", { provider });
  if (outcome.status === "processed") count("WebhookProcessed", { provider });
  else count("WebhookIgnored", { provider });
  if (outcome.error === "nobody") count("WebhookNobody", { provider });
}
