// A stand-in for AWS and the people who ask, for tests of what an administrator's replay queues and leaves in the audit.
import "../../http/lambda-environment.ts";
import { afterAll, beforeEach } from "vitest";
import type { LoggedDelivery } from "../../../lib/store/deliveries.ts";
import { acceptMessage, startAwsStandIn } from "../../support/aws-stand-in.ts";
import { json } from "../../support/test-server.ts";

export const aws = await startAwsStandIn();
afterAll(() => aws.close());
export const queue = `${process.env.AWS_ENDPOINT_URL}/webhooks-slack`;
Object.assign(process.env, {
  DELIVERIES_TABLE: "deliveries",
  AUDIT_DAYS: "400",
  WEBHOOK_QUEUES: JSON.stringify({ slack: queue }),
});
const { toItem } = await import("../../../lib/store/item.ts");
export const { replayDeliveries, replayDelivery } = await import("../../../lib/webhooks/replay.ts");

export const now = Date.now();
export const user = { tenant: "c#acme", user: "ada", isAdmin: true, isStageAdmin: false, name: undefined };
export const operator = { ...user, tenant: "u#root", user: "root", isStageAdmin: true };
export const origin = { ip: "192.0.2.1", requestId: "req-1" };
const row: LoggedDelivery = {
  receipt: "r-1",
  provider: "slack",
  kind: "message",
  status: "failed",
  attempts: 3,
  receivedAt: now,
  tenants: ["c#acme", "c#other"],
};
export const toRow = (change: Partial<LoggedDelivery>) =>
  toItem({ ...row, ...change, startedAt: now, parts: 0, ttl: Math.floor(now / 1000) + 1000 });

export const inputs = (operation: string) =>
  aws.calls.filter((call) => call.operation === operation).map(({ input }) => input);
export const listAudits = () => inputs("PutItem").map(({ Item }) => Object(Item));

beforeEach(() => {
  aws.forget();
  aws.on("PutItem", () => json({}));
  aws.on("SendMessage", acceptMessage);
});
