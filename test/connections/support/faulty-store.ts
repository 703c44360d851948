// A proxy for DynamoDB, with faults that the spy cannot inject: conflicting writes and lost answers.
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { readAwsCall } from "../../../infra/local/aws-call.ts";
import { forward } from "../../../infra/local/forward.ts";
import { listen } from "../../../infra/local/http-server.ts";
import { cloud } from "../../support/cloud.ts";

const operations = { conflict: "TransactWriteItems", "answer-lost": "UpdateItem", busy: "UpdateItem" } as const;

/**
 * `conflict`: a transaction is cancelled because of a concurrent write · `busy`: an update meets a running transaction ·
 * `answer-lost`: an update is executed and its answer does not arrive.
 * @param attribute only writes that name it fail
 * @returns the environment of a container that uses the proxy; the first `times` calls fail as `fate` says
 */
export async function startFaultyStore(
  fate: keyof typeof operations,
  attribute: string,
  times: number,
): Promise<Record<string, string>> {
  let left = times;
  const target = cloud().lambdaEndpoint;
  const { url, close } = await listen(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const { operation, attributes = [] } = readAwsCall(incoming.headers, body);
    const isMet = operation === operations[fate] && attributes.includes(attribute) && left-- > 0;
    if (isMet && fate !== "answer-lost") {
      outgoing.writeHead(400, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(refusals[fate]));
      return;
    }
    if (isMet) {
      await fetch(target, { method: "POST", headers: withoutConnectionHeaders(incoming.headers), body });
      outgoing.destroy();
      return;
    }
    forward(incoming, outgoing, { origin: target, path: incoming.url ?? "/", body });
  }, 0);
  onTestFinished(close);
  return { AWS_ENDPOINT_URL: url };
}

const type = "com.amazonaws.dynamodb.v20120810#";

/** docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html and API_UpdateItem.html, Errors */
const refusals = {
  conflict: {
    __type: `${type}TransactionCanceledException`,
    Message:
      "Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict, None]",
    CancellationReasons: [{ Code: "TransactionConflict", Message: "Transaction is ongoing" }, { Code: "None" }],
  },
  busy: { __type: `${type}TransactionConflictException`, message: "Transaction is ongoing for the item" },
};

function withoutConnectionHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !["host", "connection", "content-length"].includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
