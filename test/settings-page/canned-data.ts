// What the canned API knows: enough of everything that the page can show.

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day).toISOString();

const provider = (id: string, name: string, category: string, description: string) => {
  return { id, name, category, description, scopes: [], params: [], configured: true, connected: false };
};

export const catalogue = () => [
  provider("figma", "Figma", "design", "Browse team files, read designs and comments, keep design tokens in step."),
  provider("slack", "Slack", "messaging", "List channels, read and post messages, share files and project updates."),
  provider(
    "github",
    "GitHub",
    "development",
    "List repositories, work with issues and pull requests, follow activity.",
  ),
  provider("gmail", "Gmail", "mail", "Search and read mail, send messages and replies."),
  provider("calendar", "Google Calendar", "calendar", "See calendars, create and change events."),
];

/** A connection as the list shows it. */
export function connection(of: string, id: string, changes: Record<string, unknown> = {}) {
  return {
    provider: of,
    id,
    connected: true,
    status: "active",
    accountId: `${id}-account`,
    accountName: "Acme",
    providerUsername: "ada",
    connectedAt: ago(40),
    lastUsed: ago(0.1),
    scopes: ["channels:read", "chat:write"],
    missingScopes: [],
    expiresAt: null,
    isExpired: false,
    ...changes,
  };
}

export const richConnections = () => [
  connection("slack", "slack-acme", { accountName: "Acme", providerUsername: "patchbay-bot", lastUsed: ago(0.004) }),
  connection("slack", "slack-lab", { accountName: "Acme Lab", providerUsername: "patchbay-bot", connectedAt: ago(3) }),
  connection("github", "github-ada", {
    accountName: "ada-acme",
    providerUsername: "ada-acme",
    status: "reconnect_needed",
    connected: false,
    scopes: ["repo", "read:user"],
    lastUsed: ago(12),
  }),
  connection("gmail", "gmail-ada", {
    accountName: "ada@acme.example",
    providerUsername: "Ada Acme",
    scopes: ["https://www.googleapis.com/auth/gmail.readonly"],
    missingScopes: ["https://www.googleapis.com/auth/gmail.send"],
    connectedAt: ago(1),
    lastUsed: null,
  }),
];

export const settings = (): Record<string, unknown> => ({
  webhookEnabled: true,
  autoSync: false,
  notificationPreferences: { activity: { message: "mentions", mail: "all", event: "all", file: "all", issue: "all" } },
  teamId: "1001",
  defaultChannel: "general",
});
