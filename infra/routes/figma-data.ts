// /api/integrations/figma: reading and writing a connected Figma account.
import type { Route } from "../route.ts";
import { boundCalls } from "./bound-calls.ts";
import { callProviderPermissions, changeAtProviderPermissions } from "./permission-sets.ts";

// biome-ignore format: a table is read by its columns
export const figmaDataRoutes: readonly Route[] = boundCalls([
  { on: "GET /api/integrations/figma/files",                                                            run: "figma/list-files",             provider: "figma", caller: "user", perSecond: 60, permissions: [...callProviderPermissions("figma"), "settings:read"], callSeconds: 20 },
  { on: "GET /api/integrations/figma/files/{fileKey}",                                                  run: "figma/read-file",              provider: "figma", caller: "user", perSecond: 60, permissions: callProviderPermissions("figma"), memory: 512, callSeconds: 15 },
  { on: "GET /api/integrations/figma/files/{fileKey}/images",                                           run: "figma/render-images",          provider: "figma", caller: "user", perSecond: 20, permissions: callProviderPermissions("figma"), callSeconds: 25 },
  { on: "GET /api/integrations/figma/files/{fileKey}/versions",                                         run: "figma/list-versions",          provider: "figma", caller: "user", perSecond: 40, permissions: callProviderPermissions("figma") },
  { on: "GET /api/integrations/figma/files/{fileKey}/components",                                       run: "figma/list-components",        provider: "figma", caller: "user", perSecond: 60, permissions: callProviderPermissions("figma") },
  { on: "GET /api/integrations/figma/files/{fileKey}/component-sets",                                   run: "figma/list-component-sets",    provider: "figma", caller: "user", perSecond: 40, permissions: callProviderPermissions("figma") },
  { on: "GET /api/integrations/figma/files/{fileKey}/variables",                                        run: "figma/read-variables",         provider: "figma", caller: "user", perSecond: 40, permissions: callProviderPermissions("figma") },
  { on: "GET /api/integrations/figma/comments/{fileKey}",                                               run: "figma/list-comments",          provider: "figma", caller: "user", perSecond: 60, permissions: callProviderPermissions("figma") },
  { on: "POST /api/integrations/figma/comments/{fileKey}",                                              run: "figma/post-comment",           provider: "figma", caller: "user", perSecond: 30, permissions: changeAtProviderPermissions("figma") },
]);
