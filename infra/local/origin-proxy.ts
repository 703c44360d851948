import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { type AliasRules, refusalType, rewritePath, writeRefusal } from "../aliases/rewrite-path.ts";
import { answerDocs } from "./docs-page.ts";
import { addEdgeHeaders } from "./edge.ts";
import { forward } from "./forward.ts";
import { forwardUpgrade } from "./forward-upgrade.ts";
import { listen, type RunningServer } from "./http-server.ts";

export interface OriginOptions {
  readonly port: number;
  /** The emulator's address. */
  readonly endpoint: string;
  readonly apiId: string;
  /** The WebSocket API's id. */
  readonly liveApiId: string;
  /** The demo identity provider's address. */
  readonly issuer: string;
  /** Other names of the API's paths. Without any, no path is refused. */
  readonly aliases?: AliasRules;
  /** Whether it does what the stage's edge would do. */
  readonly isEdge?: boolean;
}

/** The path at which browsers open the WebSocket: the name of the WebSocket API's stage. */
export const livePath = "/live";

/**
 * Serves the APIs, whose ids change with every start, at one fixed origin, which redirect URIs and cookies need.
 * `/` redirects to the settings page; /api/docs shows the API's document.
 */
export const startOriginProxy = ({
  port,
  endpoint,
  apiId,
  liveApiId,
  issuer,
  aliases,
  isEdge = false,
}: OriginOptions): Promise<RunningServer> =>
  listen(
    (incoming, outgoing) => {
      const path = rewriteTarget(aliases, incoming.method ?? "GET", incoming.url ?? "/");
      if (path === undefined) refuse(outgoing);
      else if (path === "/") outgoing.writeHead(302, { location: "/settings/integrations" }).end();
      else if (!answerDocs(path, outgoing, issuer))
        forward(incoming, outgoing, {
          origin: endpoint,
          path: `/_aws/execute-api/${apiId}/$default${path}`,
          ...(isEdge ? { headers: addEdgeHeaders(incoming) } : {}),
        });
    },
    port,
    (incoming, socket, head) => {
      const [path, query] = (incoming.url ?? "").split("?");
      const queryString = query === undefined ? "" : `?${query}`;
      if (path !== livePath) socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
      else
        forwardUpgrade(incoming, socket, head, {
          origin: endpoint,
          path: `/_aws/execute-api/${liveApiId}${path}${queryString}`,
          ...(isEdge ? { headers: addEdgeHeaders(incoming) } : {}),
        });
    },
  );

/** Rewrites the path of a request target and keeps its query byte for byte. Undefined: to be refused. */
function rewriteTarget(aliases: AliasRules | undefined, method: string, target: string): string | undefined {
  if (aliases === undefined || aliases.aliases.length === 0) return target;
  const [path = ""] = target.split("?", 1);
  const rewritten = rewritePath(aliases, method, path);
  return rewritten === undefined ? undefined : rewritten + target.slice(path.length);
}

function refuse(outgoing: ServerResponse): void {
  outgoing.writeHead(400, { "content-type": refusalType }).end(writeRefusal(randomUUID()));
}
