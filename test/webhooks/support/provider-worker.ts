// A provider's worker and its queue messages.
import { randomUUID } from "node:crypto";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import { key } from "../../../lib/store/table.ts";
import type { Account } from "../../connections/support/account.ts";
import { startContainer } from "../../connections/support/containers.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import { listOutboxData as listOwnerOutboxData } from "../../support/outbox-rows.ts";

export interface Worker {
  /** Processes one delivery. @returns its status and reason in the delivery log */
  take(body: unknown, over?: object): Promise<string>;
  /** Processes deliveries as one batch. @returns how many the queue would pass again, or to the dead-letter queue */
  takeBatch(
    deliveries: readonly { readonly body: unknown; readonly headers?: object; readonly link?: string }[],
  ): Promise<number>;
  logs(): string;
}

const batchAnswer = z.object({ batchItemFailures: z.array(z.unknown()) });
const outcome = z.object({ status: z.string(), error: z.string().optional() });

/** Starts a new container of a provider's worker, with empty caches. */
export async function startWorker(provider: ProviderId): Promise<Worker> {
  const lambda = await startContainer(`${provider}/process-webhook`, provider);
  const createMessage = (receipt: string, body: unknown, over: object) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const arrived = { receipt, provider, kind: "event", receivedAt: Date.now(), headers: {}, encoding: "utf8" };
    return createRecord({ ...arrived, body: text, ...over });
  };
  return {
    logs: lambda.logs,
    async takeBatch(deliveries) {
      const Records = deliveries.map(({ body, ...over }) => createMessage(randomUUID(), body, over));
      return batchAnswer.parse(await lambda.invoke({ Records })).batchItemFailures.length;
    },
    async take(body, over = {}) {
      const receipt = randomUUID();
      await lambda.invoke({ Records: [createMessage(receipt, body, over)] });
      const { Item } = await dynamodb().send(
        new GetItemCommand({ TableName: tableName("deliveries"), Key: key.delivery(receipt), ConsistentRead: true }),
      );
      const { status, error } = outcome.parse(unmarshall(Item ?? {}));
      return error === undefined ? status : `${status}: ${error}`;
    },
  };
}

const createRecord = (message: object) => ({
  messageId: randomUUID(),
  receiptHandle: "handle",
  body: JSON.stringify(message),
  attributes: { SentTimestamp: String(Date.now()), ApproximateReceiveCount: "1" },
});

/** The data of the outbox rows of an account's user, of one type, oldest first. */
export const listOutboxData = ({ person }: Account, type?: string): Promise<Record<string, unknown>[]> =>
  listOwnerOutboxData({ tenant: `c#${person.org}`, user: person.sub }, type);
