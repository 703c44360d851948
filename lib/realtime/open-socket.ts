import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { readTokenUser } from "../http/caller.ts";
import { requireEdge } from "../http/require-edge.ts";
import { verifyToken } from "../jwt/verify-token.ts";
import { originHeader } from "../origin-header.ts";
import type { Owner } from "../store/owner.ts";
import { listSockets, saveSocket } from "../store/sockets.ts";
import { type HandshakeEvent, isOriginAllowed, readHeader, readOffer } from "./handshake.ts";
import { closeSocket } from "./send-to-socket.ts";

const { ALLOWED_ORIGINS } = config("ALLOWED_ORIGINS");

/** API Gateway ends a socket after two hours. */
const maxSocketSeconds = 2 * 3600;
const maxSockets = 20;

/**
 * Stores a new socket for the user of the offered token. It expires with the token.
 * @param now epoch milliseconds
 * @throws Problem forbidden for a page of another origin, a service or a tenant that is not the user's; unauthenticated without
 *   a valid token; invalid_request where a token with several tenants comes without a choice
 */
export async function openSocket(event: HandshakeEvent, now = Date.now): Promise<void> {
  if (event.requestContext.eventType !== "CONNECT") throw new Problem("forbidden");
  await requireEdge(readHeader(event, originHeader));
  if (!isOriginAllowed(event, ALLOWED_ORIGINS)) throw new Problem("forbidden");
  const offer = readOffer(event);
  if (offer === undefined || !(await verifyToken(offer.token))) throw new Problem("unauthenticated");
  const { user: tokenUser, expiresAt } = readTokenUser(offer.token, offer.tenant, now);
  const seconds = Math.floor(now() / 1000);
  // The token check tolerates a minute of clock skew; the socket would have expired already.
  if (expiresAt <= seconds) throw new Problem("unauthenticated");
  const { tenant, user } = tokenUser;
  await closeOldestSockets({ tenant, user });
  await saveSocket({
    id: event.requestContext.connectionId,
    tenant,
    user,
    connectedAt: seconds,
    expiresAt: Math.min(Math.floor(expiresAt), seconds + maxSocketSeconds),
  });
}

/** Closes a user's oldest sockets when there are too many, so that forgotten pages do not block new ones. */
async function closeOldestSockets(owner: Owner): Promise<void> {
  const open = await listSockets(owner);
  const oldest = open.sort((a, b) => a.connectedAt - b.connectedAt).slice(0, Math.max(0, open.length + 1 - maxSockets));
  await Promise.all(oldest.map(closeSocket));
}
