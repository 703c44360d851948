// /api/integrations/github: reading and writing a connected GitHub account.
import type { Route } from "../route.ts";
import { boundCalls } from "./bound-calls.ts";
import { callProviderPermissions, changeAtProviderPermissions } from "./permission-sets.ts";

// biome-ignore format: a table is read by its columns
export const githubDataRoutes: readonly Route[] = boundCalls([
  { on: "GET /api/integrations/github/user",                                                            run: "github/read-user",             provider: "github", caller: "user", perSecond: 40, permissions: callProviderPermissions("github") },
  { on: "GET /api/integrations/github/repositories",                                                    run: "github/list-repositories",     provider: "github", caller: "user", perSecond: 200, permissions: callProviderPermissions("github") },
  { on: "GET /api/integrations/github/repositories/{owner}/{repo}",                                     run: "github/read-repository",       provider: "github", caller: "user", perSecond: 60, permissions: callProviderPermissions("github") },
  { on: "GET /api/integrations/github/repositories/{owner}/{repo}/issues",                              run: "github/list-issues",           provider: "github", caller: "user", perSecond: 100, permissions: callProviderPermissions("github") },
  { on: "POST /api/integrations/github/repositories/{owner}/{repo}/issues",                             run: "github/create-issue",          provider: "github", caller: "user", perSecond: 30, permissions: changeAtProviderPermissions("github") },
  { on: "GET /api/integrations/github/repositories/{owner}/{repo}/issues/{number}",                     run: "github/read-issue",            provider: "github", caller: "user", perSecond: 40, permissions: callProviderPermissions("github") },
  { on: "PATCH /api/integrations/github/repositories/{owner}/{repo}/issues/{number}",                   run: "github/update-issue",          provider: "github", caller: "user", perSecond: 30, permissions: changeAtProviderPermissions("github") },
  { on: "GET /api/integrations/github/repositories/{owner}/{repo}/issues/{number}/comments",            run: "github/list-issue-comments",   provider: "github", caller: "user", perSecond: 60, permissions: callProviderPermissions("github") },
  { on: "POST /api/integrations/github/repositories/{owner}/{repo}/issues/{number}/comments",           run: "github/create-issue-comment",  provider: "github", caller: "user", perSecond: 30, permissions: changeAtProviderPermissions("github") },
  { on: "GET /api/integrations/github/repositories/{owner}/{repo}/pulls",                               run: "github/list-pulls",            provider: "github", caller: "user", perSecond: 60, permissions: callProviderPermissions("github") },
  { on: "GET /api/integrations/github/repositories/{owner}/{repo}/commits",                             run: "github/list-commits",          provider: "github", caller: "user", perSecond: 40, permissions: callProviderPermissions("github") },
  { on: "GET /api/integrations/github/repositories/{owner}/{repo}/branches",                            run: "github/list-branches",         provider: "github", caller: "user", perSecond: 40, permissions: callProviderPermissions("github") },
  { on: "GET /api/integrations/github/repositories/{owner}/{repo}/collaborators",                       run: "github/list-collaborators",    provider: "github", caller: "user", perSecond: 20, permissions: callProviderPermissions("github") },
  { on: "POST /api/integrations/github/repositories/{owner}/{repo}/link",                               run: "github/link-repository",       provider: "github", caller: "user", perSecond: 10, permissions: [...callProviderPermissions("github"), "channel-signing:read", "counters:write"], callSeconds: 20 },
  { on: "DELETE /api/integrations/github/repositories/{owner}/{repo}/link",                             run: "github/unlink-repository",     provider: "github", caller: "user", perSecond: 10, permissions: [...callProviderPermissions("github"), "counters:write"], callSeconds: 20 },
]);
