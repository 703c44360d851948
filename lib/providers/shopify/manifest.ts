import type { Manifest } from "../manifest.ts";

export const displayName = "Shopify";

export const manifest = {
  id: "shopify",
  displayName,
  application: "shopify",
  environmentPrefix: "SHOPIFY",
  registerAt: "https://dev.shopify.com/dashboard",
  tags: {},
  webhook: {
    receivers: [{ path: "/api/integrations/shopify/webhook", run: "shopify/webhook", summary: "Shopify's events" }],
    proofs: ["webhook-secret", "channel-signing"],
    verifier: {
      name: "shopifySignature",
      header: "X-Shopify-Hmac-Sha256",
      about: "The HMAC-SHA256 of the body under the app's client secret, in Base64.",
    },
    asksForPrivacy: true,
    secret: { variable: "SHOPIFY_CLIENT_SECRET", about: "Shopify signs its events with the app's client secret" },
  },
  hasSubscriptions: true,
  hasCustomers: true,
  liveByDefault: "always",
  sandbox: {
    port: 17,
    endpoints: {
      authorize: "/{shop}/admin/oauth/authorize",
      token: "/{shop}/admin/oauth/access_token",
      revoke: "/{shop}/admin/api_permissions/current.json",
      api: "/{shop}/admin/api/2026-10",
    },
  },
  stack: "connect-1",
} as const satisfies Manifest;
