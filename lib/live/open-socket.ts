import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { userOfToken } from "../http/caller.ts";
import { isGenuine } from "../jwt/authorize.ts";
import type { Owner } from "../store/owner.ts";
import { listSockets, saveSocket } from "../store/sockets.ts";
import { type HandshakeEvent, isOriginAllowed, offeredToken } from "./handshake.ts";
import { close } from "./push.ts";

const { ALLOWED_ORIGINS } = config("ALLOWED_ORIGINS");

/** API Gateway ends a socket after two hours. */
const longestSeconds = 2 * 3600;
const mostSockets = 20;

/**
 * Opens a socket for the user of the offered token, until the token ends.
 * @throws Problem forbidden for a page of another origin or a service; unauthenticated without a good token
 */
export async function openSocket(event: HandshakeEvent, now = Date.now): Promise<void> {
  if (event.requestContext.eventType !== "CONNECT") throw new Problem("forbidden");
  if (!isOriginAllowed(event, ALLOWED_ORIGINS)) throw new Problem("forbidden");
  const token = offeredToken(event);
  if (token === undefined || !(await isGenuine(token))) throw new Problem("unauthenticated");
  const { user: who, expiresAt } = userOfToken(token, now);
  const seconds = Math.floor(now() / 1000);
  // The minute by which clocks may differ would open a socket that has ended already.
  if (expiresAt <= seconds) throw new Problem("unauthenticated");
  const { tenant, user } = who;
  await makeRoom({ tenant, user });
  await saveSocket({
    id: event.requestContext.connectionId,
    tenant,
    user,
    connectedAt: seconds,
    expiresAt: Math.min(Math.floor(expiresAt), seconds + longestSeconds),
  });
}

/** Closes a user's oldest sockets where there would be too many: pages left open must not shut out new ones. */
async function makeRoom(owner: Owner): Promise<void> {
  const open = await listSockets(owner);
  const oldest = open
    .sort((a, b) => a.connectedAt - b.connectedAt)
    .slice(0, Math.max(0, open.length + 1 - mostSockets));
  await Promise.all(oldest.map(close));
}
