// Endpoints that read and write the connected accounts.
import type { Route } from "../route.ts";
import { callProvider } from "./grants-of-flows.ts";

// biome-ignore format: a table is read by its columns
export const providerDataRoutes: readonly Route[] = [
  { on: "GET /api/integrations/slack/channels",          run: "slack/list-channels",      provider: "slack",    caller: "user", perSecond: 200, may: callProvider("slack") },
  { on: "POST /api/integrations/slack/message",          run: "slack/post-message",       provider: "slack",    caller: "user", perSecond: 100, may: [...callProvider("slack"), "counters:write"] },
  { on: "GET /api/integrations/figma/files",             run: "figma/list-files",         provider: "figma",    caller: "user", perSecond: 200, may: [...callProvider("figma"), "settings:read"] },
  { on: "GET /api/integrations/figma/files/{fileKey}",   run: "figma/get-file",           provider: "figma",    caller: "user", perSecond: 100, may: callProvider("figma"), memory: 512 },
  { on: "GET /api/integrations/github/repositories",     run: "github/list-repositories", provider: "github",   caller: "user", perSecond: 200, may: callProvider("github") },
  { on: "POST /api/integrations/github/repositories/{owner}/{repo}/link",   run: "github/link-repository",   provider: "github", caller: "user", perSecond: 20, may: [...callProvider("github"), "channel-signing:read", "counters:write"] },
  { on: "DELETE /api/integrations/github/repositories/{owner}/{repo}/link", run: "github/unlink-repository", provider: "github", caller: "user", perSecond: 20, may: [...callProvider("github"), "counters:write"] },
  { on: "GET /api/v2/gmail/messages",                    run: "gmail/list-messages",      provider: "gmail",    caller: "user", perSecond: 200, may: callProvider("gmail") },
  { on: "GET /api/v2/calendar/events",                   run: "calendar/list-events",     provider: "calendar", caller: "user", perSecond: 200, may: callProvider("calendar") },
];
