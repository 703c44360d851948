import type { Reading } from "../../webhooks/reading.ts";
import { shaped } from "../../webhooks/shaped.ts";
import { endAll, endRevoked } from "./endings.ts";
import { tokensRevoked } from "./event-shapes.ts";
import { type Occasion, occurrence } from "./occasion.ts";

export function readLifecycle(occasion: Occasion): Reading | undefined {
  if (occasion.type === "app_uninstalled") return occurrence(occasion, endAll);
  if (occasion.type !== "tokens_revoked") return undefined;
  const { tokens } = shaped(tokensRevoked(), occasion.event);
  const revoked = { people: tokens.oauth ?? [], bots: tokens.bot ?? [] };
  return occurrence(occasion, (arrival) => endRevoked(arrival, revoked));
}
