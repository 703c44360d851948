// The consumer of the outbox, with a fake AWS that accepts every call.
import "../../http/lambda-environment.ts";
import { createHash } from "node:crypto";
import { afterAll, beforeEach } from "vitest";
import { startAwsStandIn } from "../../support/aws-stand-in.ts";
import { json } from "../../support/test-server.ts";

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
}

const toResultEntry = ({ Id, MessageBody }: Entry) => ({
  Id,
  MessageId: Id,
  MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex"),
});

/** Sets up the consumer for the tests of one file; before each test the fake AWS is reset. */
export async function createOutboxReader() {
  const aws = await startAwsStandIn();
  Object.assign(process.env, {
    FEED_TABLE: "feed",
    LIVE_ENDPOINT: "/_aws/execute-api/abc/live",
    CHANNELS_QUEUE_URL: `${process.env.AWS_ENDPOINT_URL}/channels`,
    NOTIFICATIONS_QUEUE_URL: `${process.env.AWS_ENDPOINT_URL}/notifications`,
  });
  const { publishFeed } = await import("../../../lib/realtime/fan-out.ts");
  beforeEach(() => {
    aws.forget();
    aws.on("GetItem", () => json({}));
    aws.on("Query", () => json({ Items: [] }));
    aws.on("TransactWriteItems", () => json({}));
    aws.on("SendMessageBatch", ({ Entries }) =>
      json({ Successful: (Entries as Entry[]).map(toResultEntry), Failed: [] }),
    );
  });
  afterAll(() => aws.close());
  const listQueuedMessages = () =>
    aws.calls
      .filter(({ operation }) => operation === "SendMessageBatch")
      .flatMap(({ input }) => (input.Entries as Entry[]).map(({ MessageBody }) => JSON.parse(MessageBody)));
  return { aws, publishFeed, listQueuedMessages };
}
