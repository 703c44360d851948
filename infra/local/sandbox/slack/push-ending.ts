// How an app's time in a workspace ends: uninstalled, or tokens revoked; either dead before the event is sent.
import type { Grant } from "../grants.ts";
import type { Delivery } from "../push/deliveries.ts";
import type { State } from "../state.ts";
import { asBot, asPerson } from "./authorizations.ts";
import type { Wish } from "./events.ts";
import { timestamp } from "./happenings.ts";
import type { Ending, Pusher } from "./push-request.ts";
import { accounts } from "./seed.ts";
import type { RunningWorkspace } from "./workspace.ts";

/** Uninstalling ends every token and sends both events, in the order asked for; revoking ends those of `from` only. */
export async function pushEnding(
  { state, events }: Pusher,
  at: RunningWorkspace,
  event: Ending,
  from: string,
  wish: Wish & { readonly first: Ending },
): Promise<Delivery[]> {
  const all = event === "app_uninstalled";
  const mine = state.grants.list().filter((grant) => !grant.revoked && belongs(grant, at, all ? undefined : from));
  const revoked = tokensRevoked(at, mine, all ? undefined : from);
  state.grants.revoke((grant) => mine.includes(grant));
  const send = (what: { type: string }) => events.pushEvent(at, { ...what, event_ts: timestamp() }, [asBot(at)], wish);
  if (!all) return send(revoked);
  const both = [revoked, { type: "app_uninstalled" }];
  if (wish.first === "app_uninstalled") both.reverse();
  const deliveries: Delivery[] = [];
  for (const one of both) deliveries.push(...(await send(one)));
  return deliveries;
}

/** The event names users, not tokens (docs.slack.dev/reference/events/tokens_revoked). */
function tokensRevoked(at: RunningWorkspace, gone: readonly Grant[], from?: string) {
  const oauth = new Set(gone.filter(({ kind }) => kind === "user").map(({ account }) => userOf(at, account)));
  const bot = new Set(gone.filter(({ kind }) => kind === "bot").map(() => asBot(at).user_id));
  // Pushed for somebody who never connected, it names them all the same.
  if (gone.length === 0 && from === "bot") bot.add(asBot(at).user_id);
  else if (gone.length === 0 && from !== undefined) oauth.add(asPerson(at, from).user_id);
  return { type: "tokens_revoked", tokens: { oauth: [...oauth], bot: [...bot] } };
}

/** auth.revoke by the app itself is told too. */
export function revokedByCall(state: State, at: RunningWorkspace, grant: Grant) {
  const stillOn = state.grants.list().some((one) => one !== grant && !one.revoked && belongs(one, at));
  const revoked = tokensRevoked(at, [grant]);
  return [revoked, ...(stillOn ? [] : [{ type: "app_uninstalled" }])];
}

function belongs({ account, kind }: Grant, at: RunningWorkspace, from?: string): boolean {
  const found = accounts.find(({ name }) => name === account);
  if (found?.workspace !== at.workspace.name) return false;
  return from === undefined || (from === "bot" ? kind === "bot" : kind === "user" && found.person === from);
}

function userOf(at: RunningWorkspace, account: string): string {
  return asPerson(at, accounts.find(({ name }) => name === account)?.person ?? "").user_id;
}
