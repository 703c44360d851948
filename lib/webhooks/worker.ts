// The worker of a provider's queue: processes each event once and loses no delivery.
import { serializeByKey } from "../concurrency.ts";
import { config } from "../config.ts";
import { type Dependencies, defaultDependencies } from "../connections/dependencies.ts";
import { count, measure } from "../metrics.ts";
import { queueConsumer } from "../queue/consumer.ts";
import { setVisibilityTimeout } from "../queue/visibility-timeout.ts";
import type { DeliveryOutcome } from "../store/delivery-outcome.ts";
import { BusyError, findBusyError } from "./busy-error.ts";
import { type DecodedMessage, decodeMessage, type WebhookMessage, webhookMessageSchema } from "./decode-message.ts";
import { processDelivery } from "./process-delivery.ts";
import { getFailureCode, getRetryDelay } from "./retry.ts";
import { splitBatch } from "./split-batch.ts";
import type { WebhookSource } from "./webhook-source.ts";

/** A message that waits longer than this is left for another batch: work may take 40 s, and the Lambda ends after 60 s. */
const maxWaitMs = 15_000;

/**
 * Creates the Lambda of a provider's queue. The messages of a batch are processed concurrently; those with the same first event
 * route in order, because they change the same rows. A failed message does not affect the others.
 */
export function webhookWorker(source: WebhookSource, getDependencies: () => Dependencies = defaultDependencies) {
  const { WEBHOOKS_QUEUE_URL } = config("WEBHOOKS_QUEUE_URL");
  const { provider } = source;
  const decodeInOrder = serializeByKey();
  const processInOrder = serializeByKey();

  const handle = async (message: WebhookMessage, dependencies: Dependencies) => {
    const began = Date.now();
    if (!("replayOf" in message.body) && (await splitBatch(message.body, source, WEBHOOKS_QUEUE_URL))) return;
    const delivery = await decodeInOrder("", () => decodeMessage(message, source, dependencies));
    await processInOrder(getOrderKey(delivery), async () => {
      if (Date.now() - began > maxWaitMs) throw new BusyError(Number.POSITIVE_INFINITY);
      countOutcome(delivery, await processDelivery(delivery, dependencies));
    });
  };

  return queueConsumer(
    webhookMessageSchema(),
    (message) =>
      handle(message, getDependencies()).catch((error: unknown) => {
        if (findBusyError(error) === undefined) count("WebhookFailed", { provider, code: getFailureCode(error) });
        throw error;
      }),
    (error, { receiptHandle }, attempt) =>
      setVisibilityTimeout(WEBHOOKS_QUEUE_URL, receiptHandle, getRetryDelay(error, attempt)),
  );
}

function getOrderKey({ attempt, parsed }: DecodedMessage): string {
  const route = "eventRoutes" in parsed ? parsed.eventRoutes[0] : undefined;
  return route === undefined ? `receipt#${attempt.receipt}` : `route#${route}`;
}

function countOutcome(
  { attempt: { provider, receivedAt } }: DecodedMessage,
  outcome: DeliveryOutcome | undefined,
): void {
  if (outcome === undefined || outcome.status === "duplicate") {
    count("WebhookDuplicate", { provider });
    return;
  }
  measure("WebhookAge", Date.now() - receivedAt, { provider });
  if (outcome.status === "processed") count("WebhookProcessed", { provider });
  else count("WebhookIgnored", { provider });
  if (outcome.error === "nobody") count("WebhookNobody", { provider });
}
