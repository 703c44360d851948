import type { Manifest } from "../manifest.ts";

export const displayName = "HubSpot";

export const manifest = {
  id: "hubspot",
  displayName,
  application: "hubspot",
  environmentPrefix: "HUBSPOT",
  registerAt: "https://app.hubspot.com/developer-overview",
  tags: {},
  sandbox: {
    port: 15,
    endpoints: {
      authorize: "/oauth/authorize",
      token: "/oauth/2026-03/token",
      revoke: "/oauth/2026-03/token/revoke",
      userinfo: "/oauth/2026-03/token/introspect",
      api: "",
    },
  },
  stack: "connect-1",
} as const satisfies Manifest;
