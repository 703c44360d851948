// Providers, connections and settings of the canned API: an example of everything that the page can show.

const day = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * day).toISOString();

const createProvider = (id: string, name: string, category: string, description: string) => {
  return { id, name, category, description, scopes: [], params: [], configured: true, connected: false };
};

export const createCatalogue = () => [
  createProvider(
    "figma",
    "Figma",
    "design",
    "Browse team files, read designs and comments, keep design tokens in step.",
  ),
  createProvider(
    "slack",
    "Slack",
    "messaging",
    "List channels, read and post messages, share files and project updates.",
  ),
  createProvider(
    "github",
    "GitHub",
    "development",
    "List repositories, work with issues and pull requests, follow activity.",
  ),
  createProvider("gmail", "Gmail", "mail", "Search and read mail, send messages and replies."),
  createProvider("calendar", "Google Calendar", "calendar", "See calendars, create and change events."),
];

/** A connection in the shape of GET /api/integrations. */
export function createConnection(provider: string, id: string, changes: Record<string, unknown> = {}) {
  return {
    provider,
    id,
    connected: true,
    status: "connected",
    userId: "ada",
    accountId: `${id}-account`,
    accountName: "Acme",
    providerUsername: "ada",
    connectedAt: daysAgo(40),
    lastUsed: daysAgo(0.1),
    scopes: ["channels:read", "chat:write"],
    missingScopes: [],
    expiresAt: null,
    isExpired: false,
    ...changes,
  };
}

export const createManyConnections = () => [
  createConnection("slack", "slack-acme", {
    accountName: "Acme",
    providerUsername: "patchbay-bot",
    lastUsed: daysAgo(0.004),
  }),
  createConnection("slack", "slack-lab", {
    accountName: "Acme Lab",
    providerUsername: "patchbay-bot",
    connectedAt: daysAgo(3),
  }),
  createConnection("github", "github-ada", {
    accountName: "ada-acme",
    providerUsername: "ada-acme",
    status: "expired",
    connected: false,
    scopes: ["repo", "read:user"],
    lastUsed: daysAgo(12),
  }),
  createConnection("gmail", "gmail-ada", {
    accountName: "ada@acme.example",
    providerUsername: "Ada Acme",
    scopes: ["https://www.googleapis.com/auth/gmail.readonly"],
    missingScopes: ["https://www.googleapis.com/auth/gmail.send"],
    connectedAt: daysAgo(1),
    lastUsed: null,
  }),
];

export const createSettings = (): Record<string, unknown> => ({
  webhookEnabled: true,
  autoSync: false,
  assistantWrites: false,
  notificationPreferences: { activity: { message: "mentions", mail: "all", event: "all", file: "all", issue: "all" } },
  teamId: "1001",
  defaultChannel: "general",
});
