import type { Manifest } from "../manifest.ts";

export const displayName = "HubSpot";

export const webhookPath = "/api/integrations/hubspot/webhook";

export const manifest = {
  id: "hubspot",
  displayName,
  application: "hubspot",
  environmentPrefix: "HUBSPOT",
  registerAt: "https://app.hubspot.com/developer-overview",
  tags: {},
  hasClientCredentials: true,
  hasCustomers: true,
  apiKeys: [
    {
      variable: "HUBSPOT_API_KEY",
      name: "api-key",
      about: "Of a private app: looks callers up for tenants that have connected nothing and given no key of their own",
    },
    { variable: "HUBSPOT_DEVELOPER_API_KEY", name: "developer-api-key", about: "The same, where there is no other" },
  ],
  webhook: {
    receivers: [{ path: webhookPath, run: "hubspot/webhook", summary: "HubSpot's events" }],
    proofs: ["webhook-secret"],
    verifier: {
      name: "hubspotSignature",
      header: "X-HubSpot-Signature-v3",
      about: "The HMAC-SHA256, in Base64, of method, address, body and timestamp, under the client's secret.",
    },
    signatureCoversUrl: true,
    sendsBatches: true,
    secret: { variable: "HUBSPOT_CLIENT_SECRET", about: "The client's secret signs webhooks too" },
  },
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
