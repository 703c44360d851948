// Slack's demo data: two workspaces, each with its own emulator, because an emulator has one workspace only.
import { sandboxClient } from "../state.ts";

export interface Workspace {
  readonly name: "acme" | "globex";
  readonly team: { readonly id: string; readonly name: string };
  readonly people: readonly string[];
  readonly channels: readonly SeedChannel[];
}

interface SeedChannel {
  readonly name: string;
  readonly private?: true;
  /** Default: everybody, including the bot. */
  readonly members?: readonly string[];
}

export const workspaces: readonly Workspace[] = [
  {
    name: "acme",
    team: { id: "T0ACME001", name: "Acme" },
    people: ["ada", "ben"],
    channels: [
      { name: "design-reviews" },
      { name: "releases" },
      { name: "leadership", private: true, members: ["ada"] },
    ],
  },
  {
    name: "globex",
    team: { id: "T0GLOBEX1", name: "Globex" },
    people: ["cleo"],
    channels: [{ name: "support" }],
  },
];

/** The accounts of the consent page: a workspace and a user in it. */
export const accounts = [
  { name: "acme", label: "Ada in Acme", workspace: "acme", person: "ada" },
  { name: "acme-ben", label: "Ben in Acme", workspace: "acme", person: "ben" },
  { name: "globex", label: "Cleo in Globex", workspace: "globex", person: "cleo" },
] as const;

export const appId = "A0PATCHBAY";

/** The bot's user id in a workspace. */
export const botUserId = ({ name }: Workspace) => `U0${name.toUpperCase()}BOT`;

export const userId = ({ name }: Workspace, person: string) => `U0${name.toUpperCase()}${person.toUpperCase()}`;

export const botId = ({ name }: Workspace) => `B0${name.toUpperCase()}BOT`;

/** All users of a workspace: the emulator adds an administrator; `bot` is the app's. */
export const listMembers = ({ people }: Workspace) => ["admin", ...people, "bot"];

/** The emulator's token with which the sandbox acts as a user. */
export const adminToken = (name: string) => `sandbox-insider-${name}`;

export function buildEmulatorSeed(workspace: Workspace): Record<string, unknown> {
  const { id, secret } = sandboxClient("slack");
  return {
    slack: {
      team: { name: workspace.team.name, domain: workspace.name },
      users: workspace.people.map((name) => ({ name, real_name: capitalize(name), email: `${name}@example.com` })),
      channels: workspace.channels.map(({ name, private: hidden }) => ({ name, is_private: hidden ?? false })),
      oauth_apps: [
        {
          client_id: id,
          client_secret: secret,
          app_id: appId,
          name: "Patchbay",
          redirect_uris: [],
          bot_id: botId(workspace),
          bot_user_id: botUserId(workspace),
          bot_name: "patchbay",
        },
      ],
      tokens: listMembers(workspace).map((name) => ({
        token: adminToken(name),
        ...(name === "bot" ? { user_id: botUserId(workspace), bot_id: botId(workspace) } : { user: name }),
        scopes: adminScopes,
      })),
      strict_scopes: true,
    },
  };
}

const adminScopes = [
  ...["channels:read", "channels:join", "channels:manage", "groups:read", "groups:write", "users:read"],
  ...["im:read", "im:write", "mpim:read", "chat:write", "files:write", "channels:history", "groups:history"],
];

const capitalize = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
