import type { Area } from "../push/area.ts";

export const githubArea: Area = {
  name: "github",
  words: {
    issue: { event: "issues" },
    comment: { event: "issue_comment" },
    pull: { event: "pull_request" },
    push: { event: "push" },
    release: { event: "release" },
    ping: { event: "ping" },
    installation: { event: "installation" },
    revoke: { event: "github_app_authorization" },
  },
  text: "text",
  renamed: { repo: "repository" },
  options: ["from", "to", "repo", "number", "body", "action"],
  numbers: ["number"],
  whyUnheard: "nobody has connected GitHub. Connect it on the settings page first.",
  usage: "--repo octo/hello-world  --from ada  --number 3  --body <text>  --action closed  --to app",
};
