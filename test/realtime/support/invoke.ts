// Invokes a Lambda directly, which returns its log; the emulator keeps no log for calls through a socket.
import { marshall } from "@aws-sdk/util-dynamodb";
import { cloud } from "../../support/cloud.ts";

interface InvokeResult {
  readonly failed: boolean;
  readonly answer: unknown;
  /** The log of this invocation. On a busy machine the emulator may return a line with a later invocation only: poll for it. */
  readonly log: string;
}

export async function invokeLambda(name: string, event: object): Promise<InvokeResult> {
  const url = `${cloud().awsEndpoint}/2015-03-31/functions/patchbay-test-live-${name}/invocations`;
  const answer = await fetch(url, {
    method: "POST",
    headers: { "x-amz-log-type": "Tail" },
    body: JSON.stringify(event),
  });
  const text = await answer.text();
  return {
    failed: answer.headers.has("x-amz-function-error"),
    answer: text ? JSON.parse(text) : undefined,
    log: Buffer.from(answer.headers.get("x-amz-log-result") ?? "", "base64").toString(),
  };
}

/** Sends rows of the outbox to their consumer again, as the stream may at any time. */
export async function redeliverRows(rows: readonly Record<string, unknown>[]): Promise<InvokeResult> {
  const Records = rows.map(({ seq: _, ...row }) => ({
    eventName: "INSERT",
    dynamodb: { Keys: marshall({ pk: row.pk, sk: row.sk }), NewImage: marshall(row) },
  }));
  return invokeLambda("sequence-feed", { Records });
}
