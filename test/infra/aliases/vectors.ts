// What the aliases of the old systems make of a request: the same for every server that has them.

/** Those of the three systems that are replaced, and one beside a longer one. */
export const oldAliases = {
  "/api/v2/email": "/api/v2/gmail",
  "/api/v2/email/inbox": "/api/v2/gmail/messages",
  "/api/xynergyos/v2": "/api/v2",
  "/api/api": "/api",
  "/integrations": "/api/integrations",
  "/health": "/api/health",
  "/api/v1/health": "/api/health",
} as const;

export const refused = "400";

/** Method and path, what becomes of the path, and why. */
export const vectors: readonly (readonly [request: string, path: string, why: string])[] = [
  ["GET /api/v2/email/messages", "/api/v2/gmail/messages", "a prefix"],
  ["GET /api/v2/email", "/api/v2/gmail", "the whole path"],
  ["GET /api/v2/email/", "/api/v2/gmail/", "a slash at the end stays"],
  ["GET /api/v2/email/inbox/18f", "/api/v2/gmail/messages/18f", "the longest name first"],
  ["GET /api/v2/email/inboxes", "/api/v2/gmail/inboxes", "whole segments of the longer name"],
  ["GET /api/xynergyos/v2/calendar/events", "/api/v2/calendar/events", "a name of several segments"],
  ["POST /api/api/mcp/query", "/api/mcp/query", "any method"],
  ["GET /integrations", "/api/integrations", "a name without /api"],
  ["GET /health", "/api/health", "one path"],
  ["GET /api/v1/health", "/api/health", "one path of several segments"],
  ["POST /integrations/slack/webhook", "/api/integrations/slack/webhook", "a signature that covers no address"],
  ["POST /integrations/figma/callback", "/api/integrations/figma/callback", "a front end that posts code and state"],
  ["DELETE /integrations/figma", "/api/integrations/figma", "another method"],
  ["GET /integrations/figma/files/a%20b", "/api/integrations/figma/files/a%20b", "what must be encoded"],
  ["GET /integrations/figma/files/%C3%BC", "/api/integrations/figma/files/%C3%BC", "letters beyond ASCII"],
  ["GET /integrations/github/repositories/a/b..c", "/api/integrations/github/repositories/a/b..c", "dots in a name"],

  ["GET /api/health", "/api/health", "our own path"],
  ["GET /integrationsx", "/integrationsx", "half a segment"],
  ["GET /x/integrations", "/x/integrations", "a name in the middle"],
  ["GET /Integrations", "/Integrations", "upper case"],
  ["GET /API/V2/EMAIL/messages", "/API/V2/EMAIL/messages", "upper case"],
  ["GET /%69ntegrations", "/%69ntegrations", "an encoded name"],
  ["GET /api/api/v2/email/messages", "/api/v2/email/messages", "once, not again"],
  ["GET /api/api/api/health", "/api/api/health", "once, not again"],
  ["GET /", "/", "the root"],
  ["GET *", "*", "no path"],

  ["GET /api/api/admin/webhooks", "/api/api/admin/webhooks", "administrators' paths"],
  ["GET /api/api/admin", "/api/api/admin", "administrators' paths"],
  ["POST /api/api/admin/", "/api/api/admin/", "administrators' paths"],
  ["GET /api/api/%61dmin/webhooks", "/api/api/%61dmin/webhooks", "administrators' paths, encoded"],
  ["GET /api/api/%2561dmin/webhooks", "/api/api/%2561dmin/webhooks", "administrators' paths, encoded twice"],
  ["GET /api/api/administration", "/api/administration", "only the whole segment"],
  ["GET /integrations/figma/callback", "/integrations/figma/callback", "the address of a redirect"],
  ["GET /integrations/figma/callback/", "/integrations/figma/callback/", "the address of a redirect"],
  ["GET /integrations/figma/%63allback", "/integrations/figma/%63allback", "the address of a redirect, encoded"],
  ["GET /api/api/v1/oauth/slack/callback", "/api/api/v1/oauth/slack/callback", "the address of a redirect"],

  ["GET /integrations/../admin/webhooks", refused, "two dots"],
  ["GET /integrations/..", refused, "two dots at the end"],
  ["GET /integrations/./figma", refused, "one dot"],
  ["GET //integrations", refused, "two slashes"],
  ["GET /integrations//admin", refused, "two slashes"],
  ["GET /integrations/%2e%2e/admin", refused, "encoded dots"],
  ["GET /integrations/%2E%2e/admin", refused, "encoded dots, in both cases"],
  ["GET /integrations/.%2e/admin", refused, "an encoded dot"],
  ["GET /integrations%2ffigma", refused, "an encoded slash"],
  ["GET /integrations/a%2Fb", refused, "an encoded slash in upper case"],
  ["GET /integrations/..%5cadmin", refused, "an encoded backslash"],
  ["GET /integrations/%5C..%5Cadmin", refused, "an encoded backslash in upper case"],
  ["GET /integrations\\figma", refused, "a backslash"],
  ["GET /api/health/..", refused, "our own path too"],
  ["GET /integrations/%252e%252e/admin", "/integrations/%252e%252e/admin", "dots that are encoded twice"],
  ["GET /integrations/%252Fadmin", "/integrations/%252Fadmin", "a slash that is encoded twice"],
  ["GET /integrations/%25252fadmin", "/integrations/%25252fadmin", "a slash that is encoded three times"],
];
