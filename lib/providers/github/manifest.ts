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
  tools: {
    list_repositories: "GET /api/integrations/github/repositories",
    list_issues: "GET /api/integrations/github/repositories/{owner}/{repo}/issues",
    read_issue: "GET /api/integrations/github/repositories/{owner}/{repo}/issues/{number}",
    list_issue_comments: "GET /api/integrations/github/repositories/{owner}/{repo}/issues/{number}/comments",
    list_pulls: "GET /api/integrations/github/repositories/{owner}/{repo}/pulls",
    list_commits: "GET /api/integrations/github/repositories/{owner}/{repo}/commits",
    create_issue: "POST /api/integrations/github/repositories/{owner}/{repo}/issues",
    create_issue_comment: "POST /api/integrations/github/repositories/{owner}/{repo}/issues/{number}/comments",
  },
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
