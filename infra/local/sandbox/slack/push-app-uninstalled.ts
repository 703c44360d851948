// Uninstalls the app or revokes tokens, then sends the events.
import type { Grant } from "../grants.ts";
import type { Delivery } from "../push/deliveries.ts";
import type { State } from "../state.ts";
import { botAuthorization, personAuthorization } from "./authorizations.ts";
import { slackTimestamp } from "./emitted-events.ts";
import type { PushOptions } from "./events.ts";
import type { EndingEvent, PushContext } from "./push-request.ts";
import { accounts } from "./seed.ts";
import type { RunningWorkspace } from "./workspace.ts";

interface Uninstallation {
  readonly event: EndingEvent;
  readonly from: string;
  /** Which of the two events of an uninstallation is sent first. */
  readonly first: EndingEvent;
}

/** Uninstalling revokes every token and sends both events, in the requested order; revoking affects those of `from` only. */
export async function pushAppUninstalled(
  { state, events }: PushContext,
  at: RunningWorkspace,
  { event, from, first }: Uninstallation,
  options: PushOptions,
): Promise<Delivery[]> {
  const all = event === "app_uninstalled";
  const mine = state.grants.list().filter((grant) => !grant.revoked && belongsTo(grant, at, all ? undefined : from));
  const revoked = tokensRevokedEvent(at, mine, all ? undefined : from);
  state.grants.revoke((grant) => mine.includes(grant));
  const send = (what: { type: string }) =>
    events.pushEvent(at, { ...what, event_ts: slackTimestamp() }, [botAuthorization(at)], options);
  if (!all) return send(revoked);
  const both = [revoked, { type: "app_uninstalled" }];
  if (first === "app_uninstalled") both.reverse();
  const deliveries: Delivery[] = [];
  for (const one of both) deliveries.push(...(await send(one)));
  return deliveries;
}

/** The event names users, not tokens (docs.slack.dev/reference/events/tokens_revoked). */
function tokensRevokedEvent(at: RunningWorkspace, gone: readonly Grant[], from?: string) {
  const oauth = new Set(gone.filter(({ kind }) => kind === "user").map(({ account }) => getUserId(at, account)));
  const bot = new Set(gone.filter(({ kind }) => kind === "bot").map(() => botAuthorization(at).user_id));
  // A user who never connected is named too, so that a receiver can be tried.
  if (gone.length === 0 && from === "bot") bot.add(botAuthorization(at).user_id);
  else if (gone.length === 0 && from !== undefined) oauth.add(personAuthorization(at, from).user_id);
  return { type: "tokens_revoked", tokens: { oauth: [...oauth], bot: [...bot] } };
}

/** The events of an auth.revoke call by the app itself. */
export function createRevokedEvent(state: State, at: RunningWorkspace, grant: Grant) {
  const stillOn = state.grants.list().some((one) => one !== grant && !one.revoked && belongsTo(one, at));
  const revoked = tokensRevokedEvent(at, [grant]);
  return [revoked, ...(stillOn ? [] : [{ type: "app_uninstalled" }])];
}

function belongsTo({ account, kind }: Grant, at: RunningWorkspace, from?: string): boolean {
  const found = accounts.find(({ name }) => name === account);
  if (found?.workspace !== at.workspace.name) return false;
  return from === undefined || (from === "bot" ? kind === "bot" : kind === "user" && found.person === from);
}

function getUserId(at: RunningWorkspace, account: string): string {
  return personAuthorization(at, accounts.find(({ name }) => name === account)?.person ?? "").user_id;
}
