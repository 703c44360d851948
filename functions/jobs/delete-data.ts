import { config } from "../../lib/config.ts";
import { deletionMessage } from "../../lib/deletion/queue-deletion.ts";
import { runDeletion } from "../../lib/deletion/run-deletion.ts";
import { queueConsumer } from "../../lib/queue/consumer.ts";
import { setVisibilityTimeout } from "../../lib/queue/visibility-timeout.ts";
import { getVaultFromEnvironment } from "../../lib/vault/vault.ts";

const { DELETIONS_QUEUE_URL } = config("DELETIONS_QUEUE_URL");

/** What failed is over in a minute or in a quarter of an hour; the queue's own timeout is for workers that were stopped. */
const firstRetrySeconds = 15;
const maxRetrySeconds = 900;

export const handler = queueConsumer(
  deletionMessage,
  ({ body }) =>
    runDeletion(body.deletionId, { vault: getVaultFromEnvironment(), now: () => Math.floor(Date.now() / 1000) }),
  (_error, { receiptHandle }, attempt) =>
    setVisibilityTimeout(
      DELETIONS_QUEUE_URL,
      receiptHandle,
      Math.min(firstRetrySeconds * 2 ** (attempt - 1), maxRetrySeconds),
    ),
);
