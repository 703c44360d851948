// Where providers push, and what users see of it. Ceilings are for all callers together: a provider's burst must fit.
import type { Route } from "../route.ts";

// biome-ignore format: a table is read by its columns
export const webhookRoutes: readonly Route[] = [
  { on: "POST /api/integrations/slack/webhook",    run: "slack/webhook",                 provider: "slack",    caller: "signature", perSecond: 1000, may: ["webhook-secret:slack", "webhooks:send:slack"] },
  { on: "POST /api/v1/webhooks/slack/events",      run: "webhooks-v1/slack-events",      provider: "slack",    caller: "signature", perSecond: 1000, may: ["webhook-secret:slack", "webhooks:send:slack"] },
  { on: "POST /api/v1/webhooks/slack/interactive", run: "webhooks-v1/slack-interactive", provider: "slack",    caller: "signature", perSecond: 1000, may: ["webhook-secret:slack", "webhooks:send:slack"] },
  { on: "POST /api/integrations/figma/webhook",    run: "figma/webhook",                 provider: "figma",    caller: "signature", perSecond: 1000, may: ["webhook-secret:figma", "channel-signing:read", "webhooks:send:figma"] },
  { on: "POST /api/integrations/github/webhook",   run: "github/webhook",                provider: "github",   caller: "signature", perSecond: 1000, may: ["webhook-secret:github", "channel-signing:read", "webhooks:send:github"] },
  { on: "POST /api/v1/webhooks/gmail/push",        run: "webhooks-v1/gmail-push",        provider: "gmail",    caller: "pubsub",    perSecond: 1000, may: ["pubsub:configure", "webhooks:send:gmail"] },
  { on: "POST /api/v1/webhooks/calendar/push",     run: "webhooks-v1/calendar-push",     provider: "calendar", caller: "signature", perSecond: 1000, may: ["channel-signing:read", "pubsub:configure", "webhooks:send:calendar"] },
  { on: "GET /api/v1/webhooks/health",             run: "webhooks-v1/health",            caller: "nobody", perSecond: 10,  may: ["webhooks:probe"] },
  { on: "GET /api/v1/activity",                    run: "activity/list",                 caller: "user",   perSecond: 200, may: ["feed:read"] },
  { on: "PATCH /api/v1/activity/{id}",             run: "activity/mark-done",            caller: "user",   perSecond: 100, may: ["activity:write", "counters:write"] },
];
