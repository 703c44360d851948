// Reads the WebSocket handshake. A script can send a token only as a subprotocol: `new WebSocket(url, ["patchbay.v1", token])`.
import type { APIGatewayProxyWebsocketEventV2 } from "aws-lambda";

export interface HandshakeEvent extends APIGatewayProxyWebsocketEventV2 {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>>;
}

export const subprotocol = "patchbay.v1";

/** The token after our subprotocol: exactly these two, in one header. A token in the URL is ignored. */
export function readOfferedToken(event: HandshakeEvent): string | undefined {
  const [offer, ...more] = readHeader(event, "sec-websocket-protocol");
  const [first, token, ...others] = (offer ?? "").split(",").map((word) => word.trim());
  if (more.length > 0 || others.length > 0 || first !== subprotocol) return undefined;
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token ?? "") ? token : undefined;
}

/** Whether the origin of the page is allowed. Clients that are not browsers send no origin and are allowed. */
export function isOriginAllowed(event: HandshakeEvent, allowed: readonly string[]): boolean {
  return readHeader(event, "origin").every((origin) => allowed.includes(origin));
}

/** Every value of a header, whatever the case of its name. */
function readHeader({ headers = {}, multiValueHeaders = {} }: HandshakeEvent, name: string): string[] {
  const all = { ...headers, ...multiValueHeaders };
  return Object.entries(all)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value ?? []);
}
