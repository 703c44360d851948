import type { Manifest } from "../manifest.ts";

export const displayName = "Oracle Health";

export const manifest = {
  id: "cerner",
  displayName,
  application: "cerner",
  environmentPrefix: "CERNER",
  registerAt: "https://code-console.cerner.com",
  tags: {},
  isEhr: true,
  hasClientCredentials: true,
  stack: "connect-2",
  sandbox: {
    port: 20,
    endpoints: {
      authorize: "/tenants/sandbox/protocols/oauth2/profiles/smart-v1/personas/provider/authorize",
      token: "/tenants/sandbox/protocols/oauth2/profiles/smart-v1/token",
      api: "/r4/sandbox",
    },
  },
} as const satisfies Manifest;
