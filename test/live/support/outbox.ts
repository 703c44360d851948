// The outbox's reader, over an AWS that takes whatever it is told.
import "../../http/lambda-environment.ts";
import { createHash } from "node:crypto";
import { afterAll, beforeEach } from "vitest";
import { json } from "../../http/far-end.ts";
import { awsStandIn } from "../../store/aws-stand-in.ts";

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
}

const taken = ({ Id, MessageBody }: Entry) => ({
  Id,
  MessageId: Id,
  MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex"),
});

/** For the tests of one file: as at its beginning before each of them. */
export async function outboxReader() {
  const aws = await awsStandIn();
  Object.assign(process.env, {
    FEED_TABLE: "feed",
    LIVE_ENDPOINT: "/_aws/execute-api/abc/live",
    CHANNELS_QUEUE_URL: `${process.env.AWS_ENDPOINT_URL}/channels`,
    NOTIFICATIONS_QUEUE_URL: `${process.env.AWS_ENDPOINT_URL}/notifications`,
  });
  const { tellUsers } = await import("../../../lib/live/tell.ts");
  beforeEach(() => {
    aws.forget();
    aws.on("GetItem", () => json({}));
    aws.on("Query", () => json({ Items: [] }));
    aws.on("TransactWriteItems", () => json({}));
    aws.on("SendMessageBatch", ({ Entries }) => json({ Successful: (Entries as Entry[]).map(taken), Failed: [] }));
  });
  afterAll(() => aws.close());
  const queued = () =>
    aws.calls
      .filter(({ operation }) => operation === "SendMessageBatch")
      .flatMap(({ input }) => (input.Entries as Entry[]).map(({ MessageBody }) => JSON.parse(MessageBody)));
  return { aws, tellUsers, queued };
}
