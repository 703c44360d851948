// Which installations of the app an event is for (docs.slack.dev/apis/events-api: `authorizations`).
import type { State } from "../state.ts";
import type { Conversation } from "./conversation.ts";
import { accounts, botUserId, userId } from "./seed.ts";
import type { RunningWorkspace } from "./workspace.ts";

export interface Authorization {
  readonly enterprise_id: null;
  readonly team_id: string;
  readonly user_id: string;
  readonly is_bot: boolean;
  readonly is_enterprise_install: false;
}

/**
 * Lists the active grants that may see an event, the bot's first: members of the channel with the scope to read its kind.
 * Events about a public channel itself (`lifecycle`) need no membership.
 */
export function listAuthorizations(
  state: State,
  at: RunningWorkspace,
  about?: { readonly conversation: Conversation; readonly lifecycle: boolean },
): Authorization[] {
  const bots: Authorization[] = [];
  const people: Authorization[] = [];
  for (const { account, kind, scopes, revoked } of state.grants.list()) {
    const found = accounts.find(({ name }) => name === account);
    if (revoked || found?.workspace !== at.workspace.name) continue;
    const one = kind === "bot" ? botAuthorization(at) : personAuthorization(at, found.person);
    const isVisible = about === undefined || canSee(one, scopes, about.conversation, about.lifecycle);
    const list = one.is_bot ? bots : people;
    if (isVisible && !list.some(({ user_id }) => user_id === one.user_id)) list.push(one);
  }
  return [...bots, ...people];
}

function canSee(one: Authorization, scopes: readonly string[], { kind, members }: Conversation, lifecycle: boolean) {
  const area = { channel: "channels", group: "groups", im: "im", mpim: "mpim" }[kind];
  if (lifecycle && kind === "channel") return scopes.includes("channels:read");
  return members.includes(one.user_id) && scopes.includes(`${area}:${lifecycle ? "read" : "history"}`);
}

export const botAuthorization = (at: RunningWorkspace) => createAuthorization(at, botUserId(at.workspace), true);

export const personAuthorization = (at: RunningWorkspace, name: string) =>
  createAuthorization(at, userId(at.workspace, name), false);

function createAuthorization({ workspace }: RunningWorkspace, user_id: string, is_bot: boolean): Authorization {
  return { enterprise_id: null, team_id: workspace.team.id, user_id, is_bot, is_enterprise_install: false };
}
