import type { Manifest } from "../manifest.ts";

export const displayName = "Figma";

export const manifest = {
  id: "figma",
  displayName,
  application: "figma",
  environmentPrefix: "FIGMA",
  registerAt: "https://www.figma.com/developers/apps",
  tags: { figma: { name: displayName, about: "Files, comments and design tokens of a connected Figma account." } },
  webhook: {
    receivers: [{ path: "/api/integrations/figma/webhook", run: "figma/webhook", summary: "Figma's events" }],
    proofs: ["webhook-secret", "channel-signing"],
    verifier: {
      name: "figmaSignature",
      header: "X-Figma-Signature",
      about: "The HMAC-SHA256 of the body; or the hook's `passcode` in the body.",
    },
    secret: {
      variable: "FIGMA_WEBHOOK_SECRET",
      about:
        "Optional: the passcode or signing secret of hooks that you registered by hand at <publicBaseUrl>/api/integrations/figma/webhook",
    },
  },
  hasSubscriptions: true,
  // A webhook needs an admin of the team, and a team may have 20: five for each person would soon use them up.
  liveByDefault: "never",
  keepsLists: true,
  tools: {
    list_files: "GET /api/integrations/figma/files",
    read_file: "GET /api/integrations/figma/files/{fileKey}",
    read_comments: "GET /api/integrations/figma/comments/{fileKey}",
    read_variables: "GET /api/integrations/figma/files/{fileKey}/variables",
    post_comment: "POST /api/integrations/figma/comments/{fileKey}",
  },
  sandbox: {
    port: 14,
    endpoints: { authorize: "/oauth", token: "/v1/oauth/token", refresh: "/v1/oauth/refresh", api: "" },
  },
} as const satisfies Manifest;
