// The last step of a receiver: a verified webhook goes onto its provider's queue, whole.
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { sqsClient } from "../aws/sqs.ts";
import { requireEnvironment } from "../environment.ts";
import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";

/** The message on the queue. It never holds a signature, a passcode or a token. */
export interface QueuedDelivery {
  /** This arrival, and the id of its row in the log. */
  readonly receipt: string;
  readonly provider: string;
  /** What arrived: event, interaction, command, push, channel. */
  readonly kind: string;
  /** The provider's own id of the delivery, where it has one. */
  readonly id?: string | undefined;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** Those the worker needs, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** gzip: base64 of it. */
  readonly encoding: "utf8" | "gzip";
  readonly body: string;
  /** What the token, passcode or link it proved itself with refers to. */
  readonly link?: string | undefined;
}

export type UnencodedDelivery = Omit<QueuedDelivery, "encoding">;

// Two attempts must fit into the time of a receiver, so that one connection that hangs is not the end of an event.
const receiverRequestTimeoutMs = 1000;
const sqs = sqsClient({ maxAttempts: 2, requestTimeoutMs: receiverRequestTimeoutMs });

const gzipAsync = promisify(gzip);
const maxPlainBytes = 256 * 1024;
/** docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const maxMessageBytes = 1024 * 1024;

/** @throws Problem payload_too_large, or provider_unavailable when the queue did not say that it keeps the message */
export async function enqueueDelivery(delivery: UnencodedDelivery, abortSignal: AbortSignal): Promise<void> {
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

/** @throws Problem payload_too_large for what SQS does not take even compressed */
export async function encodeDelivery(delivery: UnencodedDelivery): Promise<string> {
  const plain =
    Buffer.byteLength(delivery.body) > maxPlainBytes ? undefined : serializeDelivery(delivery, "utf8", delivery.body);
  if (plain !== undefined && Buffer.byteLength(plain) <= maxMessageBytes) return plain;
  const small = serializeDelivery(delivery, "gzip", (await gzipAsync(delivery.body)).toString("base64"));
  if (Buffer.byteLength(small) <= maxMessageBytes) return small;
  count("DeliveryTooLarge", { provider: delivery.provider });
  throw new Problem("payload_too_large", { cause: "too_large" });
}

/** JSON may hold U+FFFE and U+FFFF as they are, SQS refuses them: an event with one would fail for good. */
function serializeDelivery(delivery: UnencodedDelivery, encoding: QueuedDelivery["encoding"], body: string): string {
  const queued: QueuedDelivery = { ...delivery, encoding, body };
  return JSON.stringify(queued).replaceAll("\uFFFE", "\\ufffe").replaceAll("\uFFFF", "\\uffff");
}
