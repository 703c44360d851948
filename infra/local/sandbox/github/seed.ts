// GitHub's demo data.
import { sandboxClient } from "../state.ts";

export const accounts = [
  { name: "octo", label: "octo" },
  { name: "ada", label: "ada" },
] as const;

/** The emulator's token with which the sandbox acts as a user. */
export const adminToken = (login: string) => `sandbox-insider-${login}`;

export function buildEmulatorSeed(): Record<string, unknown> {
  const { id, secret } = sandboxClient("github");
  const insiders = accounts.map(({ name }) => [
    adminToken(name),
    { login: name, scopes: ["repo", "user", "admin:org", "admin:repo_hook"] },
  ]);
  return {
    tokens: Object.fromEntries(insiders),
    github: {
      users: [
        { login: "octo", name: "Octo Example", email: "octo@example.com" },
        { login: "ada", name: "Ada Example", email: "ada@example.com" },
      ],
      orgs: [{ login: "acme-labs", name: "Acme Labs", members: [{ login: "ada", role: "admin" }] }],
      repos: [
        { owner: "octo", name: "hello-world", description: "A first repository", language: "TypeScript" },
        { owner: "octo", name: "dotfiles", description: "Shell and editor settings", language: "Shell" },
        { owner: "octo", name: "secret-plans", description: "Private", private: true },
        { owner: "octo", name: "atlas", description: "Enough to page through", language: "Markdown" },
        { owner: "octo", name: "blank", description: "Nothing in it yet", auto_init: false },
        { owner: "ada", name: "engine", description: "An analytical engine", language: "Rust" },
        { owner: "acme-labs", name: "website", description: "The company website", language: "TypeScript" },
      ],
      oauth_apps: [{ client_id: id, client_secret: secret, name: "Patchbay", redirect_uris: [] }],
    },
  };
}
