import type { ParsedDelivery } from "../../webhooks/reading.ts";
import { shaped } from "../../webhooks/shaped.ts";
import { endAll, endRevoked } from "./endings.ts";
import { tokensRevoked } from "./event-shapes.ts";
import { type SlackEvent, webhookEvent } from "./occasion.ts";

export function readLifecycle(slackEvent: SlackEvent): ParsedDelivery | undefined {
  if (slackEvent.type === "app_uninstalled") return webhookEvent(slackEvent, endAll);
  if (slackEvent.type !== "tokens_revoked") return undefined;
  const { tokens } = shaped(tokensRevoked(), slackEvent.event);
  const revoked = { people: tokens.oauth ?? [], bots: tokens.bot ?? [] };
  return webhookEvent(slackEvent, (context) => endRevoked(context, revoked));
}
