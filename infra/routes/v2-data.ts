// /api/v2: Slack, Gmail and Calendar as the person who connected them.
import type { Route } from "../route.ts";
import { boundCalls } from "./bound-calls.ts";
import { callProviderPermissions, changeAtProviderPermissions } from "./permission-sets.ts";

// biome-ignore format: a table is read by its columns
export const v2DataRoutes: readonly Route[] = boundCalls([
  { on: "GET /api/v2/slack/channels",                                                                   run: "slack-v2/list-channels",       provider: "slack", caller: "user", perSecond: 100, permissions: [...callProviderPermissions("slack"), "tenant-bot:read"] },
  { on: "GET /api/v2/slack/channels/{id}/messages",                                                     run: "slack-v2/list-messages",       provider: "slack", caller: "user", perSecond: 80, permissions: [...callProviderPermissions("slack"), "tenant-bot:read"] },
  { on: "POST /api/v2/slack/channels/{id}/messages",                                                    run: "slack-v2/post-message",        provider: "slack", caller: "user", perSecond: 40, permissions: [...changeAtProviderPermissions("slack"), "tenant-bot:read"] },
  { on: "GET /api/v2/slack/users",                                                                      run: "slack-v2/list-users",          provider: "slack", caller: "user", perSecond: 40, permissions: [...callProviderPermissions("slack"), "tenant-bot:read"] },
  { on: "GET /api/v2/slack/users/{id}",                                                                 run: "slack-v2/read-user",           provider: "slack", caller: "user", perSecond: 20, permissions: [...callProviderPermissions("slack"), "tenant-bot:read"] },
  { on: "GET /api/v2/slack/search",                                                                     run: "slack-v2/search-messages",     provider: "slack", caller: "user", perSecond: 40, permissions: [...callProviderPermissions("slack"), "tenant-bot:read"] },
  { on: "GET /api/v2/gmail/messages",                                                                   run: "gmail/list-messages",          provider: "gmail", caller: "user", perSecond: 200, permissions: callProviderPermissions("gmail"), memory: 512 },
  { on: "POST /api/v2/gmail/messages",                                                                  run: "gmail/send-message",           provider: "gmail", caller: "user", perSecond: 40, permissions: changeAtProviderPermissions("gmail") },
  { on: "GET /api/v2/gmail/messages/{id}",                                                              run: "gmail/read-message",           provider: "gmail", caller: "user", perSecond: 80, permissions: callProviderPermissions("gmail") },
  { on: "GET /api/v2/gmail/search",                                                                     run: "gmail/search-messages",        provider: "gmail", caller: "user", perSecond: 40, permissions: callProviderPermissions("gmail"), memory: 512 },
  { on: "GET /api/v2/gmail/threads/{id}",                                                               run: "gmail/read-thread",            provider: "gmail", caller: "user", perSecond: 40, permissions: callProviderPermissions("gmail"), memory: 512 },
  { on: "GET /api/v2/calendar/calendars",                                                               run: "calendar/list-calendars",      provider: "calendar", caller: "user", perSecond: 40, permissions: callProviderPermissions("calendar") },
  { on: "GET /api/v2/calendar/events",                                                                  run: "calendar/list-events",         provider: "calendar", caller: "user", perSecond: 200, permissions: callProviderPermissions("calendar") },
  { on: "POST /api/v2/calendar/events",                                                                 run: "calendar/create-event",        provider: "calendar", caller: "user", perSecond: 30, permissions: changeAtProviderPermissions("calendar") },
  { on: "GET /api/v2/calendar/events/{id}",                                                             run: "calendar/read-event",          provider: "calendar", caller: "user", perSecond: 40, permissions: callProviderPermissions("calendar") },
  { on: "PATCH /api/v2/calendar/events/{id}",                                                           run: "calendar/update-event",        provider: "calendar", caller: "user", perSecond: 15, permissions: changeAtProviderPermissions("calendar") },
  { on: "DELETE /api/v2/calendar/events/{id}",                                                          run: "calendar/delete-event",        provider: "calendar", caller: "user", perSecond: 15, permissions: changeAtProviderPermissions("calendar") },
]);

/** They read what is stored, and call no provider. */
// biome-ignore format: a table is read by its columns
export const v2StatusRoutes: readonly Route[] = [
  { on: "GET /api/v2/slack/status",    run: "slack-v2/read-status", provider: "slack",    caller: "user", perSecond: 100, permissions: ["connections:read"] },
  { on: "GET /api/v2/gmail/status",    run: "gmail/read-status",    provider: "gmail",    caller: "user", perSecond: 100, permissions: ["connections:read"] },
  { on: "GET /api/v2/calendar/status", run: "calendar/read-status", provider: "calendar", caller: "user", perSecond: 100, permissions: ["connections:read"] },
];
