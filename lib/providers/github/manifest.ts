import type { Manifest } from "../manifest.ts";

export const displayName = "GitHub";

export const manifest = {
  id: "github",
  displayName,
  application: "github",
  environmentPrefix: "GITHUB",
  registerAt: "https://github.com/settings/developers",
  tags: {
    github: { name: displayName, about: "Repositories, issues and their like of a connected GitHub account." },
  },
  webhook: {
    receivers: [
      { path: "/api/integrations/github/webhook", run: "github/webhook", summary: "GitHub's events", takesForms: true },
    ],
    proofs: ["webhook-secret", "channel-signing"],
    verifier: {
      name: "githubSignature",
      header: "X-Hub-Signature-256",
      about: "`sha256=` and the HMAC-SHA256 of the body.",
    },
    secret: {
      variable: "GITHUB_WEBHOOK_SECRET",
      about:
        "Of a GitHub App's own webhook, <publicBaseUrl>/api/integrations/github/webhook; linked repositories need none",
    },
  },
  hasSubscriptions: true,
  sandbox: {
    port: 12,
    endpoints: {
      authorize: "/login/oauth/authorize",
      token: "/login/oauth/access_token",
      revoke: "/applications",
      api: "",
    },
  },
} as const satisfies Manifest;
