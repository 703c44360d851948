// The last step of a receiver: puts a verified webhook on its provider's queue.
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { sqsClient } from "../aws/sqs.ts";
import { requireEnvironment } from "../environment.ts";
import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";

/**
 * The message on the queue. It never contains a passcode or a token, nor a signature but Clio's, which the worker checks: only it may open
 * the secret of the webhook.
 */
export interface QueuedDelivery {
  /** Our id of this delivery, and of its row in the delivery log. */
  readonly receipt: string;
  readonly provider: string;
  /** Such as `event`, `interaction`, `command`, `push` or `channel`. */
  readonly kind: string;
  /** The provider's id of the delivery, if it has one. */
  readonly id?: string | undefined;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** The headers that the worker needs; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of `body`; `gzip` is gzip in base64. */
  readonly encoding: "utf8" | "gzip";
  readonly body: string;
  /** The connection or link that the verified token or passcode belongs to. */
  readonly link?: string | undefined;
}

// Two attempts must fit into a receiver's deadline, so that one hanging connection does not lose an event.
const receiverRequestTimeoutMs = 1000;
const sqs = sqsClient({ maxAttempts: 2, requestTimeoutMs: receiverRequestTimeoutMs });

const maxPlainBytes = 256 * 1024;
/** docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const maxMessageBytes = 1024 * 1024;

/** Queues a delivery. @throws Problem payload_too_large; provider_unavailable if SQS did not confirm the message */
export async function enqueueDelivery(
  delivery: Omit<QueuedDelivery, "encoding">,
  abortSignal: AbortSignal,
): Promise<void> {
  const command = new SendMessageCommand({
    QueueUrl: requireEnvironment("WEBHOOKS_QUEUE_URL"),
    MessageBody: await encodeDelivery(delivery),
  });
  const messageId = await sqs.send(command, { abortSignal }).then(
    ({ MessageId }) => MessageId,
    (cause: unknown) => {
      throw new Problem("provider_unavailable", { retryAfter: 5, cause });
    },
  );
  if (!messageId) throw new Problem("provider_unavailable", { retryAfter: 5 });
}

/** Serializes a delivery, compressed if it is large. @throws Problem payload_too_large if it exceeds SQS's limit even then */
export async function encodeDelivery(delivery: Omit<QueuedDelivery, "encoding">): Promise<string> {
  const plain =
    Buffer.byteLength(delivery.body) > maxPlainBytes ? undefined : serializeDelivery(delivery, "utf8", delivery.body);
  if (plain !== undefined && Buffer.byteLength(plain) <= maxMessageBytes) return plain;
  const compressed = serializeDelivery(delivery, "gzip", (await promisify(gzip)(delivery.body)).toString("base64"));
  if (Buffer.byteLength(compressed) <= maxMessageBytes) return compressed;
  count("DeliveryTooLarge", { provider: delivery.provider });
  throw new Problem("payload_too_large", { cause: "too_large" });
}

/** Escapes U+FFFE and U+FFFF, which JSON allows and SQS rejects: an event with one would never succeed. */
function serializeDelivery(
  delivery: Omit<QueuedDelivery, "encoding">,
  encoding: QueuedDelivery["encoding"],
  body: string,
): string {
  const queued: QueuedDelivery = { ...delivery, encoding, body };
  return JSON.stringify(queued).replaceAll("\uFFFE", "\\ufffe").replaceAll("\uFFFF", "\\uffff");
}
