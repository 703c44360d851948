import type { Manifest } from "../manifest.ts";

export const displayName = "Clio";

export const manifest = {
  id: "clio",
  displayName,
  application: "clio",
  environmentPrefix: "CLIO",
  registerAt: "https://developers.clio.com",
  tags: {},
  webhook: {
    receivers: [{ path: "/api/integrations/clio/webhook", run: "clio/webhook", summary: "Clio's events" }],
    proofs: ["channel-signing"],
    takesSecrets: true,
    verifier: {
      name: "clioSignature",
      header: "X-Hook-Signature",
      about:
        "The HMAC-SHA256 of the body in hexadecimal, under the secret that Clio made for the webhook. The address has a token of ours, which is checked first.",
    },
  },
  hasSubscriptions: true,
  hasCustomers: true,
  liveByDefault: "always",
  sandbox: {
    port: 18,
    endpoints: {
      authorize: "/{region}/oauth/authorize",
      token: "/{region}/oauth/token",
      revoke: "/{region}/oauth/deauthorize",
      api: "/{region}/api/v4",
    },
  },
  stack: "connect-1",
} as const satisfies Manifest;
