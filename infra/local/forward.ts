import { Agent, type IncomingMessage, request, type ServerResponse } from "node:http";

// Headers that belong to one connection, not to the message (RFC 9110 section 7.6.1).
const connectionHeaders = new Set(["connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade"]);
const agent = new Agent({ keepAlive: true });

export interface Destination {
  /** The origin of the server, such as http://127.0.0.1:4430. */
  readonly origin: string;
  /** The path and query to request. */
  readonly path: string;
  /** The request's body, if it has been read; else it is streamed. */
  readonly body?: Buffer;
  /** Names and values in turn; default: the request's own. */
  readonly headers?: readonly string[];
  /** Whether to end the connection when the answer is there. */
  readonly isAnswerLost?: boolean;
}

/** Forwards a request and its answer, with headers unchanged and in order (several Set-Cookie stay several). */
export function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { origin, path, body, headers = incoming.rawHeaders, isAnswerLost = false }: Destination,
): void {
  const { hostname, port } = new URL(origin);
  const onward = request({
    hostname,
    port,
    path,
    agent,
    method: incoming.method,
    headers: withoutConnectionHeaders(headers),
  });
  onward.on("response", (answer) => {
    if (isAnswerLost) return void outgoing.destroy();
    outgoing.writeHead(answer.statusCode ?? 502, withoutConnectionHeaders(answer.rawHeaders));
    answer.pipe(outgoing);
    answer.on("error", () => outgoing.destroy());
  });
  onward.on("error", () => answerBadGateway(outgoing));
  outgoing.on("close", () => onward.destroy());
  if (body) onward.end(body);
  else incoming.pipe(onward);
}

/** Answers as API Gateway does when its integration is unreachable. */
function answerBadGateway(outgoing: ServerResponse): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(503, { "content-type": "application/json" }).end('{"message":"Service Unavailable"}');
}

function withoutConnectionHeaders(raw: readonly string[]): string[] {
  const forwarded: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name = "", value = ""] = [raw[index], raw[index + 1]];
    if (!connectionHeaders.has(name.toLowerCase())) forwarded.push(name, value);
  }
  return forwarded;
}
