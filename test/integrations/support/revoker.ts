// The revocation job: as deployed on its queue, or in a separate process where the queue's delay is too long.
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import type { ProviderName } from "../../../infra/local/sandbox/state.ts";
import { readDeployedEnvironment, sqs } from "../../support/aws.ts";
import { startLambdaProcess } from "../../support/lambda-process.ts";
import { queueUrl } from "../../support/queues.ts";
import { sandbox } from "../../support/sandbox.ts";

/** Sends the deployed job the message about a grant, without its delay of five minutes. */
export async function sendRevocation(grantId: string): Promise<void> {
  const QueueUrl = queueUrl("revocations");
  await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ grantId }) }));
}

/** The accounts of a provider with a live grant, and those whose grant was revoked. */
export async function listGrants(name: ProviderName): Promise<{ live: string[]; revoked: string[] }> {
  const grants = await sandbox(name).grants();
  const accounts = (wanted: boolean) =>
    grants.filter(({ revoked }) => revoked === wanted).map(({ account }) => account);
  return { live: accounts(false), revoked: accounts(true) };
}

/** Waits until every grant at the provider is revoked, and there was at least one. */
export async function waitUntilAllRevoked(name: ProviderName): Promise<void> {
  await expect
    .poll(() => listGrants(name), { interval: 200, message: `revoked at ${name}` })
    .toSatisfy(({ live, revoked }) => live.length === 0 && revoked.length > 0);
}

export interface Revoker {
  /** Delivers one message. @returns "again" when the job wants it redelivered */
  deliver(grantId: string, attempt?: number): Promise<"done" | "again">;
  logs(): string;
  stop(): Promise<void>;
}

export async function startRevoker(more: Record<string, string> = {}): Promise<Revoker> {
  const environment = await readDeployedEnvironment("jobs-revoke-grants");
  const job = await startLambdaProcess("jobs/revoke-grants", { ...environment, ...more });
  return {
    async deliver(grantId, attempt = 1) {
      const messageId = crypto.randomUUID();
      const attributes = { SentTimestamp: String(Date.now()), ApproximateReceiveCount: String(attempt) };
      const body = JSON.stringify({ grantId });
      const answer = await job.invoke({ Records: [{ messageId, body, attributes }] });
      const isRefused = JSON.stringify(answer).includes(messageId);
      return isRefused ? "again" : "done";
    },
    logs: job.logs,
    stop: job.stop,
  };
}
