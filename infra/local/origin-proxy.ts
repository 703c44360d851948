import { forward } from "./forward.ts";
import { type Listening, listen } from "./http-server.ts";

export interface OriginOptions {
  readonly port: number;
  /** The emulator's address. */
  readonly endpoint: string;
  readonly apiId: string;
}

/**
 * One fixed origin in front of the API, whose id changes with every start: redirect URIs and cookies need it.
 * The page's short address, `/`, leads to the page.
 */
export const startOriginProxy = ({ port, endpoint, apiId }: OriginOptions): Promise<Listening> =>
  listen((incoming, outgoing) => {
    const path = incoming.url ?? "/";
    if (path === "/") outgoing.writeHead(302, { location: "/settings/integrations" }).end();
    else forward(incoming, outgoing, { origin: endpoint, path: `/_aws/execute-api/${apiId}/$default${path}` });
  }, port);
