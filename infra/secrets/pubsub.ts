import type { Stage } from "../config.ts";
import type { Lines } from "./lines.ts";

const fields = {
  GOOGLE_PUBSUB_TOPIC: "topic",
  GOOGLE_PUBSUB_AUDIENCE: "audience",
  GOOGLE_PUBSUB_SERVICE_ACCOUNT: "serviceAccount",
} as const;

/**
 * The push subscription is part of the stage's configuration, because API Gateway checks its tokens. Lines are only compared.
 * @throws Error in one sentence when a line differs from the stage's configuration
 */
export function refuseOtherPubsub(lines: Lines, { stage, pubsub }: Pick<Stage, "stage" | "pubsub">): void {
  for (const [name, field] of Object.entries(fields)) {
    const value = lines[name];
    if (!value || value === pubsub?.[field]) continue;
    throw new Error(`${name} differs from pubsub.${field} in infra/stages/${stage}.ts: change it there and deploy.`);
  }
}
