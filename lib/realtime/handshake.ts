// Reads the WebSocket handshake. A script can send a token only as a subprotocol: `new WebSocket(url, ["patchbay.v1", token])`.
import type { APIGatewayProxyWebsocketEventV2 } from "aws-lambda";

export interface HandshakeEvent extends APIGatewayProxyWebsocketEventV2 {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>>;
}

export const subprotocol = "patchbay.v1";

export interface Offer {
  readonly token: string;
  /** The tenant that the page chose; undefined without a third subprotocol. */
  readonly tenant: string | undefined;
}

/**
 * What is offered in one header: our subprotocol, the token and, for a token with several tenants, `tenant.<base64url>`. Anything
 * else is no offer of ours; a token in the URL is ignored.
 */
export function readOffer(event: HandshakeEvent): Offer | undefined {
  const [offer, ...more] = readHeader(event, "sec-websocket-protocol");
  const [first, token = "", third, ...others] = (offer ?? "").split(",").map((word) => word.trim());
  if (more.length > 0 || others.length > 0 || first !== subprotocol) return undefined;
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return undefined;
  if (third === undefined) return { token, tenant: undefined };
  const base64url = /^tenant\.([\w-]+)$/.exec(third)?.[1];
  const tenant = base64url === undefined ? undefined : decodeText(base64url);
  return tenant === undefined ? undefined : { token, tenant };
}

/** Decodes base64url (RFC 4648 section 5) of UTF-8. Bytes that are no text would decode to another name. */
function decodeText(base64url: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64url, "base64url"));
  } catch {
    return undefined;
  }
}

/** Whether the origin of the page is allowed. Clients that are not browsers send no origin and are allowed. */
export function isOriginAllowed(event: HandshakeEvent, allowed: readonly string[]): boolean {
  return readHeader(event, "origin").every((origin) => allowed.includes(origin));
}

/** Every value of a header, whatever the case of its name. */
export function readHeader({ headers = {}, multiValueHeaders = {} }: HandshakeEvent, name: string): string[] {
  const all = { ...headers, ...multiValueHeaders };
  return Object.entries(all)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value ?? []);
}
