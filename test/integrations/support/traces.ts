// Reads everything that is written: logs, queues, tables.
import { z } from "zod";
import { cloud } from "../../support/cloud.ts";
import { sendControl } from "../../support/control.ts";
import { listRows } from "./tables.ts";

/** Every message on every queue as text, hidden and delayed ones included. */
export async function readQueuedMessages(): Promise<string[]> {
  const found = await sendControl<unknown>(`${cloud().awsEndpoint}/_ministack/sqs/messages`);
  const messages = [...JSON.stringify(found).matchAll(/"(?:Body|body)":"((?:[^"\\]|\\.)*)"/g)];
  return messages.map(([, body]) => String(JSON.parse(`"${body}"`)));
}

const groups = z.object({
  logGroups: z.array(z.object({ logGroupName: z.string() })),
  nextToken: z.string().nullish(),
});
const events = z.object({ events: z.array(z.object({ message: z.string() })), nextToken: z.string().nullish() });

/** Calls CloudWatch Logs without an SDK client, which the project does not have; the emulator checks no signature. */
async function callLogs(operation: string, body: object): Promise<unknown> {
  const answer = await fetch(cloud().awsEndpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `Logs_20140328.${operation}`,
      authorization:
        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=x",
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${operation} answered ${answer.status}`);
  return answer.json();
}

/** The names of all log groups; one answer has 50. */
async function listLogGroups(): Promise<string[]> {
  const names: string[] = [];
  let nextToken: string | null | undefined;
  do {
    const page = groups.parse(await callLogs("DescribeLogGroups", nextToken ? { nextToken } : {}));
    names.push(...page.logGroups.map(({ logGroupName }) => logGroupName));
    nextToken = page.nextToken;
  } while (nextToken);
  return names;
}

/** Every line in CloudWatch Logs: of the Lambdas, and the gateway's access log. */
export async function readLoggedLines(): Promise<string[]> {
  const lines: string[] = [];
  for (const logGroupName of await listLogGroups()) {
    let nextToken: string | null | undefined;
    do {
      const page = events.parse(
        await callLogs("FilterLogEvents", { logGroupName, ...(nextToken ? { nextToken } : {}) }),
      );
      lines.push(...page.events.map(({ message }) => message));
      nextToken = page.nextToken;
    } while (nextToken);
  }
  return lines;
}

/** Every row of every table as text, bytes included. */
export async function readStoredText(): Promise<string> {
  const tables = await Promise.all([listRows("connections"), listRows("transient"), listRows("audit")]);
  return JSON.stringify(tables, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
  );
}
