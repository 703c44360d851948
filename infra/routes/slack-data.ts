// /api/integrations/slack: reading and writing a connected Slack account.
import type { Route } from "../route.ts";
import { boundCalls } from "./bound-calls.ts";
import { callProviderPermissions, changeAtProviderPermissions } from "./permission-sets.ts";

// biome-ignore format: a table is read by its columns
export const slackDataRoutes: readonly Route[] = boundCalls([
  { on: "GET /api/integrations/slack/channels",                                                         run: "slack/list-channels",          provider: "slack", caller: "user", perSecond: 200, permissions: callProviderPermissions("slack") },
  { on: "GET /api/integrations/slack/channels/{id}/history",                                            run: "slack/read-history",           provider: "slack", caller: "user", perSecond: 80, permissions: callProviderPermissions("slack") },
  { on: "POST /api/integrations/slack/message",                                                         run: "slack/post-message",           provider: "slack", caller: "user", perSecond: 40, permissions: [...changeAtProviderPermissions("slack"), "settings:read"] },
  { on: "PATCH /api/integrations/slack/message",                                                        run: "slack/update-message",         provider: "slack", caller: "user", perSecond: 10, permissions: changeAtProviderPermissions("slack") },
  { on: "DELETE /api/integrations/slack/message",                                                       run: "slack/delete-message",         provider: "slack", caller: "user", perSecond: 10, permissions: changeAtProviderPermissions("slack") },
  { on: "POST /api/integrations/slack/files",                                                           run: "slack/upload-file",            provider: "slack", caller: "user", perSecond: 10, permissions: [...changeAtProviderPermissions("slack"), "settings:read"], memory: 512, callSeconds: 25 },
  { on: "POST /api/integrations/slack/project-update",                                                  run: "slack/post-project-update",    provider: "slack", caller: "user", perSecond: 20, permissions: [...changeAtProviderPermissions("slack"), "settings:read"] },
  { on: "POST /api/integrations/slack/task-notification",                                               run: "slack/post-task-notification", provider: "slack", caller: "user", perSecond: 20, permissions: [...changeAtProviderPermissions("slack"), "settings:read"] },
]);
