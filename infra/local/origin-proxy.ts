import { answerDocs } from "./docs-page.ts";
import { forward } from "./forward.ts";
import { forwardUpgrade } from "./forward-upgrade.ts";
import { listen, type RunningServer } from "./http-server.ts";

export interface OriginOptions {
  readonly port: number;
  /** The emulator's address. */
  readonly endpoint: string;
  readonly apiId: string;
  /** Of the WebSocket API. */
  readonly liveApiId: string;
  /** The demo identity provider. */
  readonly issuer: string;
}

/** Where browsers open their socket; the path is the name of the WebSocket API's stage. */
export const livePath = "/live";

/**
 * One fixed origin in front of the APIs, whose ids change with every start: redirect URIs and cookies need it.
 * The page's short address, `/`, leads to the page; /api/docs shows the API's document.
 */
export const startOriginProxy = ({ port, endpoint, apiId, liveApiId, issuer }: OriginOptions): Promise<RunningServer> =>
  listen(
    (incoming, outgoing) => {
      const path = incoming.url ?? "/";
      if (path === "/") outgoing.writeHead(302, { location: "/settings/integrations" }).end();
      else if (!answerDocs(path, outgoing, issuer))
        forward(incoming, outgoing, { origin: endpoint, path: `/_aws/execute-api/${apiId}/$default${path}` });
    },
    port,
    (incoming, socket, head) => {
      const [path, query] = (incoming.url ?? "").split("?");
      const asked = query === undefined ? "" : `?${query}`;
      if (path !== livePath) socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
      else
        forwardUpgrade(incoming, socket, head, {
          origin: endpoint,
          path: `/_aws/execute-api/${liveApiId}${path}${asked}`,
        });
    },
  );
