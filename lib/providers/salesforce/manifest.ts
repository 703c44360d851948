import type { Manifest } from "../manifest.ts";

export const displayName = "Salesforce";

export const manifest = {
  id: "salesforce",
  displayName,
  application: "salesforce",
  environmentPrefix: "SALESFORCE",
  registerAt: "https://login.salesforce.com — Setup, External Client App Manager",
  tags: {},
  hasClientCredentials: true,
  hasCustomers: true,
  sandbox: {
    port: 16,
    tenantHosts: { acme: ["acme.my.salesforce.com"], globex: ["globex.my.salesforce.com"] },
    endpoints: {
      authorize: "/{loginHost}/services/oauth2/authorize",
      token: "/{loginHost}/services/oauth2/token",
      revoke: "/{loginHost}/services/oauth2/revoke",
      userinfo: "/{instanceHost}/id",
      api: "/{instanceHost}/services/data/v62.0",
    },
  },
  stack: "connect-1",
} as const satisfies Manifest;
