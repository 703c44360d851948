// The admin endpoints in separate processes, with a queue that only the test reads.
import { onTestFinished } from "vitest";
import * as z from "zod";
import { listAuditRows } from "../../support/audit-rows.ts";
import { readDeployedEnvironment } from "../../support/aws.ts";
import { httpEvent } from "../../support/events.ts";
import { startLambdaProcess } from "../../support/lambda-process.ts";
import type { TestDelivery } from "../../webhooks/support/messages.ts";
import { createOwnQueue } from "../../webhooks/support/own-queue.ts";

export interface Admin {
  readonly sub: string;
  readonly org?: string;
}

const message = z.object({
  receipt: z.string(),
  replayOf: z.string(),
  again: z.boolean(),
  tenant: z.string().optional(),
});

export async function createAdminEndpoint(entry: "replay-webhook" | "replay-webhooks") {
  const queue = await createOwnQueue();
  const lambda = await startLambdaProcess(`admin/${entry}`, {
    ...(await readDeployedEnvironment(`admin-${entry}`)),
    WEBHOOK_QUEUES: JSON.stringify({ slack: queue.url }),
  });
  onTestFinished(() => lambda.stop());
  const call = async (claims: object, event: { id?: string; body?: unknown }) => {
    const on = "POST /api/admin/webhooks";
    const { id, body } = event;
    const given = { ...(id !== undefined && { pathParameters: { id } }), ...(body !== undefined && { body }) };
    const { statusCode, body: text = "" } = await lambda.invoke(httpEvent({ on, claims: { ...claims }, ...given }));
    return { status: statusCode, json: JSON.parse(text) as unknown };
  };
  return {
    queue,
    /** Calls the endpoint as an administrator: of the stage, unless a tenant is named. */
    ask: (admin: Admin, event: Parameters<typeof call>[1]) =>
      call({ ...admin, role: admin.org === undefined ? "stage-admin" : "admin" }, event),
    askAsUser: (user: Admin, event: Parameters<typeof call>[1]) => call(user, event),
    /** The queued messages, as a worker receives them. */
    async listQueued(): Promise<(TestDelivery & z.output<typeof message>)[]> {
      const bodies: string[] = [];
      for (let taken = await queue.take(); taken.length > 0; taken = await queue.take()) bodies.push(...taken);
      return bodies.map((body) => ({ ...message.parse(JSON.parse(body)), body }));
    },
  };
}

/** The audit entries of an administrator, oldest first. */
export async function listAuditEntries({ sub, org }: Admin): Promise<Record<string, unknown>[]> {
  const tenant = org === undefined ? `u#${sub}` : `c#${org}`;
  return (await listAuditRows(tenant)).filter(({ actor }) => actor === sub);
}
